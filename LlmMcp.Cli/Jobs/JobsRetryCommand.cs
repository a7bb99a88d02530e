using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs retry</c>: submits copies of finished jobs.</summary>
internal static class JobsRetryCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var ids = new Argument<string[]>("id") { Description = "Ids of the jobs.", Arity = ArgumentArity.OneOrMore };
        var command = new ExampleCommand(
            "retry",
            "Submit copies of jobs.",
            "llm-mcp jobs retry ID",
            "llm-mcp jobs list --status error | cut -f1 | xargs llm-mcp jobs retry")
        {
            Notes = "The old jobs stay as they are; the new ids are printed.",
        };
        command.Add(ids);
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            return await EachJob.RunAsync(
                invocation.Value(ids)!,
                id => core.PostAsync(CorePaths.Retry(id), body: null, cancellationToken),
                (_, answer) => answer.Text("job_id") ?? string.Empty,
                invocation);
        });
        return command;
    }
}
