using LlmMcp.Bench;
using LlmMcp.Bench.Handlers;

// The first three are started by scenarios, as processes of their own.
return args switch
{
    [WorkerHost.Mode, .. var settings] => await WorkerHost.RunAsync(settings),
    [NodeHost.Mode, var port] => await NodeHost.RunAsync(int.Parse(port)),
    [FleetHost.Mode, var ports] => await FleetHost.RunAsync(ports),
    _ => await BenchCommands.RunAsync(args),
};
