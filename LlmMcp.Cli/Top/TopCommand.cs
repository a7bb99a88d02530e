using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Top;

/// <summary><c>llm-mcp top</c>: Core's dashboard live in the terminal.</summary>
internal static class TopCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var interval = new Option<double?>("--interval", "-i") { Description = "Seconds between two looks, 0.5 to 3600; 2 by default.", HelpName = "SECONDS" };
        interval.Within(0.5, 3600);
        var once = new Option<bool>("--once") { Description = "Show one picture and leave." };
        var command = new ExampleCommand(
            "top",
            "Show live what is wrong, what waits, what runs and where.",
            "llm-mcp top",
            "llm-mcp top --interval 10",
            "llm-mcp top --once --json | jq .queue")
        {
            Notes = "Live on a screen, until Ctrl-C. Into a pipe and with --json it is one picture: lines that begin with core, queue, kind, issue, node or job, their fields separated by tabs; with --json what GET /v1/dashboard says.",
        };
        command.Add(interval);
        command.Add(once);
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            return await new TopRun(core, invocation).RunAsync(invocation.Value(interval), invocation.Value(once), cancellationToken);
        });
        return command;
    }
}
