using System.Text;
using LlmMcp.Core.Discovery;
using LlmMcp.Core.Discovery.Tailscale;
using LlmMcp.Testing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class TailscaleProcessTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("llm-mcp-tailscale").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [UnixFact]
    public async Task A_real_program_is_run_with_the_socket_and_its_output_is_the_answer()
    {
        var answer = await RunAsync("""echo "{\"BackendState\":\"$*\"}" """, socket: "/run/other.sock");

        Assert.Null(answer.Failure);
        Assert.Equal("""{"BackendState":"--socket=/run/other.sock status --json"}""", Encoding.UTF8.GetString(answer.Output.Span).Trim());
    }

    [UnixFact]
    public async Task What_goes_wrong_is_said()
    {
        Assert.Contains("code 3: no daemon", (await RunAsync("echo no daemon >&2; exit 3")).Failure, StringComparison.Ordinal);
        Assert.Contains("within 0.2 s", (await RunAsync("exec sleep 60", TimeSpan.FromSeconds(0.2))).Failure, StringComparison.Ordinal);
        Assert.Contains("MiB", (await RunAsync("exec yes a-line-that-is-repeated-for-ever")).Failure, StringComparison.Ordinal);
        Assert.Contains("cannot be started", (await Process(Path.Combine(directory, "missing")).StatusAsync(CancellationToken.None)).Failure, StringComparison.Ordinal);
    }

    [UnixFact]
    public void It_is_used_where_it_is_found_unless_told_otherwise()
    {
        var there = Script("exit 0");

        Assert.True(Process(there).IsUsed);
        Assert.False(Process(there, mode: DiscoveryOptions.Off).IsUsed);
        Assert.False(Process(Path.Combine(directory, "missing")).IsUsed);
        Assert.True(Process(Path.Combine(directory, "missing"), mode: DiscoveryOptions.On).IsUsed);
        Assert.False(Process("no-program-has-this-name").IsUsed);
        Assert.True(Process("sh").IsUsed);
    }

    private Task<TailscaleAnswer> RunAsync(string script, TimeSpan? limit = null, string socket = "") =>
        Process(Script(script), limit ?? TimeSpan.FromSeconds(30), socket).StatusAsync(CancellationToken.None);

    private static TailscaleProcess Process(string program, TimeSpan? limit = null, string socket = "", string mode = DiscoveryOptions.Auto) => new(
        Options.Create(new DiscoveryOptions { Tailscale = mode, TailscaleBin = program, TailscaleSocket = socket, TailscaleTimeout = limit ?? TimeSpan.FromSeconds(5) }),
        TimeProvider.System);

    private string Script(string text)
    {
        var path = Path.Combine(directory, Path.GetRandomFileName());
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
