using LlmMcp.Testing;

namespace LlmMcp.Bench.Stage;

/// <summary>The MCP bridge in a process of its own.</summary>
internal sealed class BridgeProcess
{
    private BridgeProcess(ChildProcess process, int port) => (Process, BaseUrl) = (process, new Uri($"http://127.0.0.1:{port}"));

    public ChildProcess Process { get; }

    public Uri BaseUrl { get; }

    public static async Task<BridgeProcess> StartAsync(CoreProcess core)
    {
        var port = FreePort.Next();
        return new BridgeProcess(
            await ChildProcess.StartAsync("LlmMcp.McpBridge.dll", [$"--Bridge:HttpAddress=127.0.0.1:{port}", $"--Bridge:CoreUrl={core.BaseUrl}"]), port);
    }

    public Task WaitUntilHealthyAsync(CancellationToken cancellationToken) =>
        HttpHealth.WaitAsync(new Uri(BaseUrl, "/health"), Process, cancellationToken);
}
