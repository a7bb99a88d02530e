using System.ComponentModel;
using System.Diagnostics;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Asks a program on the path for its version.</summary>
internal static class ToolVersion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The first line it prints for <c>--version</c>; null when it is missing, fails or takes too long.</summary>
    public static async Task<string?> OfAsync(string tool, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var start = new ProcessStartInfo(tool, "--version")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // A global.json in the current folder would make `dotnet --version` speak of another SDK or fail.
            WorkingDirectory = Path.GetTempPath(),
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            try
            {
                var output = process.StandardOutput.ReadLineAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 && (await output)?.Trim() is { Length: > 0 } version ? version : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
