using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp devices show</c>: everything Core says of one device.</summary>
internal static class DeviceShowCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var id = new Argument<string>("id") { Description = "Id or name of the device." };
        var command = new ExampleCommand("show", "Show one device.", "llm-mcp devices show pi5", "llm-mcp devices show pi5 --json | jq .limits") { id };
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(invocation.Value(id)!, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string wanted, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var device = await DeviceLookup.FindAsync(core, wanted, cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, device);
        }
        else
        {
            FactSheet.Write(device, invocation.Terminal);
        }

        return ExitCodes.Ok;
    }
}
