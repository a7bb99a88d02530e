using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Core.Discovery.Lan;

/// <summary>Opens a connection and closes it again.</summary>
internal sealed class PortKnocker(TimeProvider time) : IPortKnocker
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    public async Task<bool> IsOpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
