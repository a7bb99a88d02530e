using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Doctor.Checks;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Doctor;

/// <summary><c>llm-mcp doctor</c>: what is configured, what answers, what is missing and what to do about it.</summary>
internal static class DoctorCommand
{
    private delegate Task<IReadOnlyList<Finding>> Check(Examination examination, CancellationToken cancellationToken);

    /// <summary>In the order a reader should learn about them: what is here, what runs, what it can reach, who may enter.</summary>
    private static readonly Check[] Checks =
    [
        SoftwareCheck.RunAsync, SettingsCheck.RunAsync, DatabaseCheck.RunAsync, PortsCheck.RunAsync, CoreCheck.RunAsync, NodesCheck.RunAsync, KeysCheck.RunAsync, SafetyCheck.RunAsync,
    ];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var command = new ExampleCommand(
            "doctor",
            "Check what is configured, reachable and missing, and say what to do.",
            "llm-mcp doctor",
            "llm-mcp doctor --json | jq '.findings[] | select(.verdict == \"problem\")'")
        {
            Notes = "Exits with 1 when something does not work. Keys are never shown.",
        };
        command.Runs(host, shared, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var examination = new Examination(
            invocation.Host, core, await core.ProbeAsync(cancellationToken), ListenAddresses.From(invocation.Host));
        var results = await Task.WhenAll(Checks.Select(check => check(examination, cancellationToken)));
        var findings = results.SelectMany(found => found).ToList();
        var healthy = findings.TrueForAll(finding => finding.Verdict != Verdict.Problem);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, new
            {
                ok = healthy,
                findings = findings.Select(finding => new
                {
                    topic = finding.Topic,
                    subject = finding.Subject,
                    verdict = finding.Verdict.ToString().ToLowerInvariant(),
                    detail = finding.Detail,
                    fix = finding.Fix,
                }),
            });
        }
        else
        {
            FindingsView.Write(findings, invocation.Terminal);
        }

        return healthy ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
