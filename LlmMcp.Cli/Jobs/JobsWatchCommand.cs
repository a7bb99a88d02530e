using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs watch</c>: one job to its end, or the newest jobs as they change.</summary>
internal static class JobsWatchCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var id = new Argument<string?>("id") { Description = "Id of the job; left out, the newest jobs.", Arity = ArgumentArity.ZeroOrOne };
        var query = new JobListQuery();
        var command = new ExampleCommand(
            "watch",
            "Follow one job to its end, or the newest jobs until Ctrl-C.",
            "llm-mcp jobs watch",
            "llm-mcp jobs watch ID && echo finished")
        {
            Notes = "With --json, each change is one job on a line of its own. Leaving does not touch the job.",
        };
        command.Add(id);
        query.AddTo(command, paging: false);
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            return invocation.Value(id) is { } jobId
                ? await new JobWatch(jobId, core, invocation).RunAsync(cancellationToken)
                : await new QueueWatch(query.PathFor(invocation), core, invocation).RunAsync(cancellationToken);
        });
        return command;
    }
}
