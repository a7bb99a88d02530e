using LlmMcp.Bench.Handlers;
using LlmMcp.Testing;

namespace LlmMcp.Bench.Stage;

/// <summary>A simulated Ollama node in a process of its own.</summary>
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
}
