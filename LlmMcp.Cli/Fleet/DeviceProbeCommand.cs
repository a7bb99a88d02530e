using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp devices probe</c>: ask one node now instead of waiting for the next round.</summary>
internal static class DeviceProbeCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var id = new Argument<string>("id") { Description = "Id or name of the device." };
        var command = new ExampleCommand("probe", "Ask one node now and say how it is.", "llm-mcp devices probe pi5", "llm-mcp devices probe pi5 --json | jq .answered") { id };
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(invocation.Value(id)!, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string wanted, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var id = await DeviceLookup.FindIdAsync(core, wanted, cancellationToken);
        var answer = await core.PostAsync(CorePaths.Probe(id), body: null, cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
        }
        else
        {
            var status = (answer.Member("device") ?? default).Text("status");
            await invocation.Terminal.Out.WriteLineAsync(answer.Flag("answered")
                ? $"{id} answered and is {status}"
                : $"{id} did not answer ({answer.Text("reason")}) and is {status}");
        }

        return ExitCodes.Ok;
    }
}
