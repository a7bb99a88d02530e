using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Testing;

namespace LlmMcp.Cli.Tests.Docs;

/// <summary>The examples of docs/integration.md, run as they stand there against <c>up --demo</c>.</summary>
public sealed class IntegrationGuideTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "integration.md")).ReplaceLineEndings("\n");

    private readonly TestDirectory data = TestDirectory.Create();

    [Fact]
    public async Task The_examples_get_their_answers()
    {
        using var interrupt = new CancellationTokenSource();
        var up = new CliRun();
        var running = up.RunAsync(interrupt.Token, "up", "--demo", "--json", "--data", data.Path, "--http", $"{FreePort.Next()}", "--grpc", $"{FreePort.Next()}", "--mcp", $"{FreePort.Next()}");
        await Task.WhenAny(up.Out.AppearsAsync("\n"), running);
        Assert.False(running.IsCompleted, $"up ended early: {up.Out} {up.Error}");
        Assert.True(up.Json().TryGetProperty("http", out var address), $"{up.Out} {up.Error}");
        var core = address.GetString()!;
        using var http = new HttpClient { BaseAddress = new Uri(core), Timeout = TimeSpan.FromSeconds(75) };
        await ModelsAsync(http);

        Assert.Contains("\"status\":\"done\"", await RunAsync("bash", "bash", core, "sh"), StringComparison.Ordinal);
        Assert.Contains("0.00000$", await RunAsync("python", "python3", core, "py"), StringComparison.Ordinal);
        // Types would be stripped; the example has none, so that whoever has no compiler can run it too.
        Assert.StartsWith("true ", await RunAsync("typescript", "node", core, "mjs"), StringComparison.Ordinal);
        Assert.NotEmpty((await new MyService.LlmClient(http).AskAsync("Why is the sky blue?", "economy", CancellationToken.None)).GetProperty("response").GetString()!);

        await interrupt.CancelAsync();
        Assert.Equal(ExitCodes.Ok, await running);
    }

    [Fact]
    public void The_example_in_C_is_the_one_that_is_compiled_here() =>
        Assert.Equal(Block("csharp"), File.ReadAllText(Path.Combine(RepositoryFolder.Root, "tests", "LlmMcp.Cli.Tests", "Docs", "LlmClient.cs")).ReplaceLineEndings("\n"));

    public void Dispose() => data.Dispose();

    // On a busy machine the first look at the nodes may not be over when `up` says that it is ready.
    private static async Task ModelsAsync(HttpClient core)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await core.GetFromJsonAsync<JsonElement>("/v1/models", patience.Token)).GetProperty("data").GetArrayLength() == 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<string> RunAsync(string language, string program, string core, string extension)
    {
        var script = Path.Combine(data.Path, $"example.{extension}");
        await File.WriteAllTextAsync(script, Block(language).Replace("http://127.0.0.1:8080", core, StringComparison.Ordinal));
        using var process = Process.Start(new ProcessStartInfo(program, [script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"{language}: {await output}{await errors}");
        return await output;
    }

    private static string Block(string language)
    {
        var start = Guide.IndexOf($"```{language}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/integration.md has no example in {language}.");
        start += language.Length + 4;
        return Guide[start..Guide.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
