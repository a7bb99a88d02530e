using System.Diagnostics;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Rig;

/// <summary>What a program that was run to its end said.</summary>
/// <param name="ExitCode">0 when all is well.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly string NodeFolder = RepositoryFolder.Below("tests/LlmMcp.Deploy.Tests/node");

    /// <summary>Runs a script of the folder node, whose packages are installed first.</summary>
    public static async Task<Tool> NodeAsync(string script, string input, params IReadOnlyList<string> arguments)
    {
        await NpmPackages.EnsureAsync(NodeFolder);
        return await RunAsync("node", input, [Path.Combine(NodeFolder, script), .. arguments]);
    }

    /// <summary>Runs a program.</summary>
    /// <exception cref="OperationCanceledException">It took longer than a minute.</exception>
    public static async Task<Tool> RunAsync(string program, string input, params IReadOnlyList<string> arguments)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new Tool(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Where a program is on PATH; null when it is nowhere.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Its output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message carries all it said.</exception>
    public string Succeeded() => ExitCode == 0 ? Output : throw new InvalidOperationException($"Exit code {ExitCode}.\n{Output}\n{Errors}");
}
