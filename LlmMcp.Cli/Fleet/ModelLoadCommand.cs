using System.CommandLine;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp models load</c> and <c>unload</c>: into a node's memory and out of it.</summary>
internal static class ModelLoadCommand
{
    public static Command CreateLoad(CliHost host, SharedOptions shared)
    {
        var keepAlive = new Option<string?>("--keep-alive") { Description = "How long it stays while nobody asks for it, such as 10m; until it is unloaded when absent.", HelpName = "TIME" };
        return Create(
            "load", "Bring a model into a node's memory.", ["llm-mcp models load qwen3:8b pi5", "llm-mcp models load qwen3:8b pi5 --keep-alive 30m"], "is loaded on", CorePaths.LoadModel,
            keepAlive, host, shared);
    }

    public static Command CreateUnload(CliHost host, SharedOptions shared) => Create(
        "unload", "Take a model out of a node's memory.", ["llm-mcp models unload qwen3:8b pi5"], "is unloaded from", CorePaths.UnloadModel, null, host, shared);

    private static ExampleCommand Create(
        string name, string description, string[] examples, string done, Func<string, string> path, Option<string?>? keepAlive, CliHost host, SharedOptions shared)
    {
        var model = new Argument<string>("model") { Description = "Name of the model." };
        var device = new Argument<string>("device") { Description = "Id or name of the device." };
        var noWait = new Option<bool>("--no-wait") { Description = "Print the id of the job and do not wait for it." };
        var command = new ExampleCommand(name, description, examples) { model, device, noWait };
        if (keepAlive is not null)
        {
            command.Add(keepAlive);
        }

        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            var id = await DeviceLookup.FindIdAsync(core, invocation.Value(device)!, cancellationToken);
            var body = new JsonObject { ["model"] = invocation.Value(model) };
            body.PutSaid("keep_alive", keepAlive is null ? null : invocation.Value(keepAlive));
            var accepted = await core.PostAsync(path(id), body, cancellationToken);
            var jobId = accepted.Text("job_id") ?? throw CoreFailureTexts.NoJobId();
            if (!invocation.Value(noWait))
            {
                return await WaitAsync(jobId, $"{accepted.Text("model")} {done} {id}", core, invocation, cancellationToken);
            }

            if (invocation.Json)
            {
                JsonView.Write(invocation.Terminal, accepted);
            }
            else
            {
                await invocation.Terminal.Out.WriteLineAsync(jobId);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> WaitAsync(string jobId, string done, CoreClient core, Invocation invocation, CancellationToken cancellationToken)
    {
        var job = await new JobWaiter(core, invocation.Host).WaitAsync(jobId, cancellationToken);
        if (invocation.Json || job.Status != JobStatus.Done)
        {
            return JobEnd.Show(job, invocation);
        }

        await invocation.Terminal.Out.WriteLineAsync(done);
        return ExitCodes.Ok;
    }
}
