using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Testing;

/// <summary>
/// TCP ports for programs that cannot choose their own, or that are killed and started again. They lie below the range from which
/// the system gives ports to outgoing connections; one of those could otherwise take the port before its owner listens, or while
/// it is down. What can listen on port 0 should do that instead.
/// </summary>
public static class FreePort
{
    private const int First = 22_000;
    private const int Last = 32_000;
    private static readonly Lock Guard = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A loopback port that is free at this moment; this process never gets the same one twice.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            lock (Guard)
            {
                if (Given.Add(port) && IsFree(port))
                {
                    return port;
                }
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
