using System.Net;
using LlmMcp.Testing;

namespace LlmMcp.Bench.Stage;

/// <summary>Core in a process of its own.</summary>
internal sealed class CoreProcess
{
    private CoreProcess(ChildProcess process, int httpPort, int grpcPort) => (Process, HttpPort, GrpcAddress) = (process, httpPort, $"127.0.0.1:{grpcPort}");

    public ChildProcess Process { get; }

    public int HttpPort { get; }

    public string GrpcAddress { get; }

    public Uri BaseUrl => new($"http://127.0.0.1:{HttpPort}");

    public IPEndPoint EndPoint => new(IPAddress.Loopback, HttpPort);

    public static async Task<CoreProcess> StartAsync(string connectionString, string node, params string[] settings)
    {
        var (http, grpc) = (FreePort.Next(), FreePort.Next());
        // The connection string holds a password, which arguments would show to everybody.
        var process = await ChildProcess.StartAsync(
            "LlmMcp.Core.dll",
            [$"--Core:HttpAddress=127.0.0.1:{http}", $"--Core:GrpcAddress=127.0.0.1:{grpc}", $"--Fleet:OllamaBaseUrl={node}", "--Discovery:Tailscale=0", .. settings],
            new Dictionary<string, string> { ["ConnectionStrings__llmdb"] = connectionString });
        return new CoreProcess(process, http, grpc);
    }

    public Task WaitUntilHealthyAsync(CancellationToken cancellationToken) =>
        HttpHealth.WaitAsync(new Uri(BaseUrl, "/health"), Process, cancellationToken);
}
