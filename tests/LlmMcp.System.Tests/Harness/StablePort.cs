using System.Net;
using System.Net.Sockets;

namespace LlmMcp.SystemTests.Harness;

/// <summary>
/// Ports for processes that are killed and started again. They lie below the range from which the system gives ports to
/// outgoing connections; one of those could otherwise take the port while its owner is down.
/// </summary>
internal static class StablePort
{
    private const int First = 20_000;
    private const int Last = 32_000;
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.Add(port) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
