using System.Runtime.InteropServices;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>This program and what it runs on.</summary>
internal static class SoftwareCheck
{
    private const string Topic = "Software";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var sdk = await ToolVersion.OfAsync("dotnet", cancellationToken);
        return
        [
            new Finding(Topic, "llm-mcp", Verdict.Ok, $"{VersionCommand.OfThisProgram} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            sdk is null
                ? new Finding(Topic, ".NET SDK", Verdict.Note, "not found; only needed to build from source")
                : new Finding(Topic, ".NET SDK", Verdict.Ok, sdk),
        ];
    }
}
