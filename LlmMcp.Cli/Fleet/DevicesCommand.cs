using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp devices</c>: where work can go, and how it is there.</summary>
internal static class DevicesCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var command = new ExampleCommand(
            "devices",
            "List, show, ask and switch the devices work can go to.",
            "llm-mcp devices",
            "llm-mcp devices show pi5",
            "llm-mcp devices offline pi5 --hold --reason \"new fan\"")
        {
            Notes = "Into a pipe goes one device per line: id, status, slots used/total, circuit, latency, last seen, models, loaded models and name, separated by tabs.",
        };
        command.Add(DeviceShowCommand.Create(host, shared));
        command.Add(DeviceSwitchCommand.CreateOffline(host, shared));
        command.Add(DeviceSwitchCommand.CreateOnline(host, shared));
        command.Add(DeviceProbeCommand.Create(host, shared));
        command.Add(DiscoverCommand.Create(host, shared));
        command.Runs(host, shared, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var answer = await core.GetAsync(CorePaths.Devices, cancellationToken);
        var devices = answer.Items("devices");
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
        }
        else if (devices.Count == 0 && invocation.Terminal.OutIsScreen)
        {
            new SideNote(invocation.Terminal).Write("No device is known yet. `llm-mcp devices discover` looks for nodes; OLLAMA_EXTRA_ENDPOINTS names some.");
        }
        else
        {
            ListView.Write(invocation.Terminal, devices, DeviceColumns.All(invocation.Host.Time.GetUtcNow()));
            if (devices.Count(static device => device.Flag("simulated")) is > 0 and var simulated)
            {
                new SideNote(invocation.Terminal).Write($"Simulated: {simulated} of {devices.Count}. These nodes are made up, and so are their answers.");
            }
        }

        return ExitCodes.Ok;
    }
}
