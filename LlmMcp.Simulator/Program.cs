using System.CommandLine;
using System.Net;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

var nodes = new Option<int?>("--nodes") { Description = "Number of nodes, drawn at random by the seed. Without it: the demo fleet of six." };
var seed = new Option<int>("--seed") { Description = "The same seed gives the same fleet and the same answers.", DefaultValueFactory = _ => 1 };
var port = new Option<int>("--port") { Description = "First port; 0 lets the system choose. Ports that are taken are replaced.", DefaultValueFactory = _ => 21434 };
var label = new Option<string>("--label") { Description = "What each text answer begins with.", DefaultValueFactory = _ => "[simulated] " };
var speed = new Option<double>("--speed") { Description = "How many times faster than real time everything runs.", DefaultValueFactory = _ => 1 };
var address = new Option<string>("--address") { Description = "Address to listen on; anybody who reaches it may use and break the nodes.", DefaultValueFactory = _ => "127.0.0.1" };
var command = new RootCommand("A fleet of simulated Ollama servers in one process. Break them with POST /sim/faults, look at them with GET /sim/state.") { nodes, seed, port, address, label, speed };

command.SetAction(async (parsed, cancellationToken) =>
{
    var fleet = parsed.GetValue(nodes) is { } count
        ? FleetOptions.Random(count, parsed.GetValue(seed), parsed.GetValue(port))
        : FleetOptions.Demo(parsed.GetValue(port)) with { Seed = parsed.GetValue(seed) };
    var factor = parsed.GetValue(speed);
    await using var running = await SimulatedFleet.StartAsync(
        fleet with { Address = IPAddress.Parse(parsed.GetValue(address)!), Label = parsed.GetValue(label)!, Time = factor == 1 ? TimeProvider.System : new AcceleratedTime(factor) },
        cancellationToken);
    foreach (var node in running.Nodes)
    {
        Console.WriteLine($"{node.Name,-28} {node.BaseUrl,-26} {string.Join(", ", node.Models)}");
        if (node.Options.Port != 0 && node.Options.Port != node.BaseUrl.Port)
        {
            await Console.Error.WriteLineAsync($"Port {node.Options.Port} is taken; {node.Name} listens on {node.BaseUrl.Port} instead.");
        }
    }

    var stop = new TaskCompletionSource();
    using var onCancel = cancellationToken.Register(stop.SetResult);
    await stop.Task;
    return 0;
});

return await command.Parse(args).InvokeAsync();
