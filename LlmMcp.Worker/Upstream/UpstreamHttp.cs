using System.Net.Sockets;
using LlmMcp.Contracts;

namespace LlmMcp.Worker.Upstream;

/// <summary>
/// The process's two HTTP clients: nodes are called directly, the cloud through the system's proxy if there is one.
/// Neither follows redirects: a node must not be able to send the worker elsewhere.
/// </summary>
internal sealed class UpstreamHttp : IDisposable
{
    public HttpClient Nodes { get; } = Create(new StaleConnectionHandler(Connections(useProxy: false)));

    public HttpClient Cloud { get; } = Create(Connections(useProxy: true));

    /// <summary>The client for a provider: a compatible node is a node, not a cloud.</summary>
    public HttpClient For(string provider) => Providers.IsCloud(provider) ? Cloud : Nodes;

    public void Dispose()
    {
        Nodes.Dispose();
        Cloud.Dispose();
    }

    // Attempts are timed by AttemptRunner.
    private static HttpClient Create(HttpMessageHandler handler) => new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler Connections(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        StaleConnectionHandler.MarkFresh(context.InitialRequestMessage);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
