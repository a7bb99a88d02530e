using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>What would keep <c>up</c> from starting here, asked of the parts themselves.</summary>
internal static class SettingsCheck
{
    private const string Topic = "Settings";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var host = examination.Host;
        using var logging = new TerminalLogging(host.Terminal);
        var plan = new UpPlan
        {
            Demo = false,
            DataDirectory = Path.GetFullPath(DataDirectory.Default(host)),
            Http = examination.Listening.Http,
            Grpc = examination.Listening.Grpc,
            Mcp = examination.Listening.Mcp,
            Workers = 1,
        };
        // The key and who may enter without it are judged by SafetyCheck, where no Core is meant to start too.
        return [.. (await UpSettings.MistakesAsync(plan, host, logging))
            .Where(static mistake => !mistake.Contains(CoreAddress.InternalKeyVariable, StringComparison.Ordinal))
            .Select(static mistake => new Finding(Topic, UpSettings.Variable(mistake), Verdict.Problem, mistake, "Correct it, or leave it unset."))];
    }
}
