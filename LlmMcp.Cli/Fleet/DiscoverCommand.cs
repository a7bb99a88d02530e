using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp devices discover</c>: look for nodes now instead of waiting for the next round.</summary>
internal static class DiscoverCommand
{
    // A round over a wide network takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var command = new ExampleCommand("discover", "Look for nodes now and say what was found.", "llm-mcp devices discover", "llm-mcp devices discover --json");
        command.Runs(host, shared, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var progress = new ProgressLine(invocation.Terminal);
        progress.Show("looking for nodes…");
        JsonElement answer;
        try
        {
            answer = await core.PostAsync(CorePaths.Discover, body: null, cancellationToken, Patience);
        }
        finally
        {
            progress.Clear();
        }

        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
            return ExitCodes.Ok;
        }

        FactSheet.Write(answer, invocation.Terminal);
        new SideNote(invocation.Terminal).Write("`llm-mcp devices` shows them.");
        return ExitCodes.Ok;
    }
}
