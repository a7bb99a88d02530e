using System.Diagnostics;

namespace LlmMcp.EmbeddedPostgres.Tests.Host;

/// <summary>Another process of ours, running <see cref="Program"/>.</summary>
internal sealed class ChildHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private ChildHost(Process process) => this.process = process;

    public int Id => process.Id;

    public static ChildHost Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : SearchPath.Find("dotnet")!;
        var info = new ProcessStartInfo(dotnet, [typeof(ChildHost).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return new ChildHost(Process.Start(info)!);
    }

    /// <summary>The one line it prints, split at the first space.</summary>
    public async Task<(string Head, string Tail)> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? "";
        return line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
    }

    /// <summary>kill -9: no handler of the process runs.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Asks it to leave, so that its server is down when the test removes the data; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            process.Kill();
        }

        process.Dispose();
    }
}
