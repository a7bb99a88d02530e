using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs cancel</c>: stops jobs that wait or run.</summary>
internal static class JobsCancelCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var ids = new Argument<string[]>("id") { Description = "Ids of the jobs.", Arity = ArgumentArity.OneOrMore };
        var command = new ExampleCommand(
            "cancel",
            "Cancel jobs that wait or run.",
            "llm-mcp jobs cancel ID",
            "llm-mcp jobs list --status queued | cut -f1 | xargs llm-mcp jobs cancel") { ids };
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            return await EachJob.RunAsync(
                invocation.Value(ids)!,
                id => core.DeleteAsync(CorePaths.One(id), cancellationToken),
                (id, _) => $"canceled {id}",
                invocation);
        });
        return command;
    }
}
