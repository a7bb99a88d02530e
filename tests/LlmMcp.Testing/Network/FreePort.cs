using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Testing;

/// <summary>
/// TCP ports for programs that cannot choose their own. What can listen on port 0 should do that instead: between
/// <see cref="Next"/> and the listening, another process may take the port.
/// </summary>
public static class FreePort
{
    private static readonly Lock Guard = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A loopback port that is free at this moment; this process never gets the same one twice.</summary>
    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Guard)
            {
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
