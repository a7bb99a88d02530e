using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace LlmMcp.Simulator.Listening;

/// <summary>Opens the ports of the fleet: one server for all nodes, and each port can be closed and opened again while it runs.</summary>
internal sealed class NodeTransport(ILoggerFactory loggerFactory) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory sockets = new(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), loggerFactory);

    public bool CanBind(EndPoint endpoint) => endpoint is NodeEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var wanted = (NodeEndPoint)endpoint;
        var listener = new NodeListener(wanted, sockets, await OpenAsync(wanted, cancellationToken));
        wanted.Node.Attach(listener);
        return listener;
    }

    private async Task<IConnectionListener> OpenAsync(NodeEndPoint wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await sockets.BindAsync(new IPEndPoint(wanted.Address, wanted.Port), cancellationToken);
        }
        catch (Exception exception) when (wanted.Port != 0 && IsTaken(exception))
        {
            // A demo must start on a machine where something else sits on that port.
            return await sockets.BindAsync(new IPEndPoint(wanted.Address, 0), cancellationToken);
        }
    }

    // Of two that bind in the same moment one learns it only when it listens, which the transport does not translate.
    private static bool IsTaken(Exception exception) =>
        exception is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
