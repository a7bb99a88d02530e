using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Cli.Up;

/// <summary>Whether an address can be listened on. Only a look: another program may take it a moment later.</summary>
internal static class PortState
{
    public static bool IsFree(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As Kestrel does it on Unix: connections of a server that has just gone do not count.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, !OperatingSystem.IsWindows());
            socket.Bind(endpoint);
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
