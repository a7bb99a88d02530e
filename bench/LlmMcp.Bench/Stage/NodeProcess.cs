using LlmMcp.Bench.Handlers;
using LlmMcp.Testing;

namespace LlmMcp.Bench.Stage;

/// <summary>Simulated Ollama nodes in a process of their own.</summary>
internal static class NodeProcess
{
    public static async Task<(ChildProcess Process, string Address)> StartAsync(CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var address = $"http://127.0.0.1:{port}";
        var process = await ChildProcess.StartAsync("LlmMcp.Bench.dll", [NodeHost.Mode, $"{port}"]);
        await HttpHealth.WaitAsync(new Uri($"{address}/api/version"), process, cancellationToken);
        return (process, address);
    }

    public static async Task<(ChildProcess Process, IReadOnlyList<string> Addresses)> StartFleetAsync(int nodes, CancellationToken cancellationToken)
    {
        int[] ports = [.. Enumerable.Range(0, nodes).Select(static _ => FreePort.Next())];
        var process = await ChildProcess.StartAsync("LlmMcp.Bench.dll", [FleetHost.Mode, string.Join(',', ports)]);
        string[] addresses = [.. ports.Select(static port => $"http://127.0.0.1:{port}")];
        await HttpHealth.WaitAsync(new Uri($"{addresses[^1]}/api/version"), process, cancellationToken);
        return (process, addresses);
    }
}
