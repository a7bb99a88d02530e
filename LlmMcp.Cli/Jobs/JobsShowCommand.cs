using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs show</c>: one job with its payload and its result.</summary>
internal static class JobsShowCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var id = new Argument<string>("id") { Description = "Id of the job." };
        var command = new ExampleCommand("show", "Show one job.", "llm-mcp jobs show 0198c1f0-2f4e-7c3a-9b1d-6a5e4d3c2b1a", "llm-mcp jobs show ID --json | jq .result") { id };
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(invocation.Value(id)!, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string id, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var job = new Job(await core.GetAsync(CorePaths.One(id), cancellationToken));
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, job.Raw);
        }
        else
        {
            JobSheet.Write(job, invocation.Terminal);
        }

        return ExitCodes.Ok;
    }
}
