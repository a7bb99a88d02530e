using System.Diagnostics;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>What a short-lived program answered. <paramref name="Output"/> holds at most <see cref="MaxOutput"/> characters of stdout and stderr together.</summary>
internal sealed record ToolRun(int ExitCode, string Output)
{
    private const int MaxOutput = 16 * 1024;

    /// <summary>Runs a program to its end with its output captured. When cancelled the whole process tree is killed.</summary>
    public static async Task<ToolRun> RunAsync(
        string program, IEnumerable<string> arguments, string? workingDirectory, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };

        using var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput);
        var errors = ReadAsync(process.StandardError);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ToolRun(process.ExitCode, $"{await output}{await errors}".Trim());
    }

    // The pipe is read to its end even past the bound, or a talkative program would block for ever.
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var kept = new System.Text.StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            kept.Append(buffer, 0, Math.Min(read, (MaxOutput / 2) - kept.Length));
        }

        return kept.ToString();
    }
}
