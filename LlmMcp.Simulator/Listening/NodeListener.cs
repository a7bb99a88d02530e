using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LlmMcp.Simulator.Fleet;
using Microsoft.AspNetCore.Connections;

namespace LlmMcp.Simulator.Listening;

/// <summary>
/// The port of one node. Closed, it refuses connections as a machine without a server does; the number stays reserved
/// by a socket that is bound but does not listen, so nobody else can take it before the node is back.
/// </summary>
internal sealed class NodeListener : IConnectionListener
{
    private static readonly TimeSpan LongestCut = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim power = new(1);
    private readonly ConcurrentDictionary<ConnectionContext, TaskCompletionSource> connections = new();
    private readonly SimulatedNode node;
    private readonly IConnectionListenerFactory sockets;
    private IConnectionListener? open;
    private Socket? reservation;
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopped;

    public NodeListener(NodeEndPoint endPoint, IConnectionListenerFactory sockets, IConnectionListener open)
    {
        node = endPoint.Node;
        this.sockets = sockets;
        this.open = open;
        Address = new IPEndPoint(endPoint.Address, ((IPEndPoint)open.EndPoint).Port);
    }

    public IPEndPoint Address { get; }

    public EndPoint EndPoint => Address;

    /// <summary>Completes when the server gives the port up for good.</summary>
    public Task Unbound => unbound.Task;

    public bool IsOpen => Volatile.Read(ref open) is not null;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (!Volatile.Read(ref stopped))
        {
            var reopened = Volatile.Read(ref opened).Task;
            if (Volatile.Read(ref open) is not { } listening)
            {
                await reopened.WaitAsync(cancellationToken);
                continue;
            }

            // Null means that this socket was closed: for a while or for good, the loop's condition tells.
            if (await listening.AcceptAsync(cancellationToken) is { } connection)
            {
                Track(connection);
                return connection;
            }

            if (ReferenceEquals(listening, Volatile.Read(ref open)))
            {
                return null;
            }
        }

        return null;
    }

    public async Task CloseAsync()
    {
        await power.WaitAsync();
        try
        {
            if (open is not { } listening)
            {
                return;
            }

            Volatile.Write(ref opened, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Volatile.Write(ref open, null);
            await listening.UnbindAsync();
            reservation = Reserve();
            await CutAsync();
            await listening.DisposeAsync();
        }
        finally
        {
            power.Release();
        }
    }

    public async Task OpenAsync()
    {
        await power.WaitAsync();
        try
        {
            if (open is not null || stopped)
            {
                return;
            }

            reservation?.Dispose();
            reservation = null;
            Volatile.Write(ref open, await sockets.BindAsync(Address));
            opened.TrySetResult();
        }
        finally
        {
            power.Release();
        }
    }

    /// <summary>Cuts all open connections and waits until they are gone.</summary>
    public async Task CutAsync()
    {
        var cut = connections.ToArray();
        foreach (var (connection, _) in cut)
        {
            connection.Abort(new ConnectionAbortedException("The simulated node was switched off."));
        }

        // Bounded, so that a connection that does not die cannot keep the node from going off.
        await Task.WhenAny(Task.WhenAll(cut.Select(entry => entry.Value.Task)), Task.Delay(LongestCut, TimeProvider.System));
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await power.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref stopped, true);
            reservation?.Dispose();
            if (open is { } listening)
            {
                await listening.UnbindAsync(cancellationToken);
            }

            opened.TrySetResult();
            unbound.TrySetResult();
        }
        finally
        {
            power.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (open is { } listening)
        {
            await listening.DisposeAsync();
        }

        power.Dispose();
    }

    private void Track(ConnectionContext connection)
    {
        connection.Features.Set(node);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[connection] = closed;
        connection.ConnectionClosed.Register(() =>
        {
            connections.TryRemove(connection, out _);
            closed.TrySetResult();
        });

        // Accepted in the very moment of closing.
        if (!IsOpen)
        {
            connection.Abort();
        }
    }

    private Socket? Reserve()
    {
        var socket = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(Address);
            return socket;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            // Somebody was faster. The node is off all the same; switching it on again will say that its port is gone.
            socket.Dispose();
            return null;
        }
    }
}
