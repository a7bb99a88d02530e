using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Bench.Discovery;

/// <summary>Addresses of nodes that are not well.</summary>
internal sealed class DeadNodes : IDisposable
{
    private readonly List<TcpListener> mute = [];

    /// <summary>Their base addresses.</summary>
    public List<Uri> Addresses { get; } = [];

    /// <summary>Half of them refuse connections, half take them and never say a word.</summary>
    public static DeadNodes Open(int count)
    {
        var nodes = new DeadNodes();
        for (var index = 0; index < count; index++)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            nodes.Addresses.Add(new Uri($"http://{listener.LocalEndpoint}"));
            if (index % 2 == 0)
            {
                // Nobody accepts, but the kernel completes the handshake.
                nodes.mute.Add(listener);
            }
            else
            {
                listener.Dispose();
            }
        }

        return nodes;
    }

    public void Dispose() => mute.ForEach(static listener => listener.Dispose());
}
