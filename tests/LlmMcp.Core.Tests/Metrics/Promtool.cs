using System.Diagnostics;

namespace LlmMcp.Core.Tests.Metrics;

/// <summary>Prometheus' own checker, where the machine has it; elsewhere everything passes.</summary>
internal static class Promtool
{
    /// <summary>Fails the test with what it complains about.</summary>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="arguments">Such as <c>check metrics</c>.</param>
    public static async Task AgreesAsync(string input, params IReadOnlyList<string> arguments)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "promtool"))))
        {
            return;
        }

        using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, complaints);
    }
}
