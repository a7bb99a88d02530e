using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The requests of a call as its handler reads them.</summary>
internal sealed class ServerStreamReader<T>(MessageReader<T> requests, ServerCall call) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> _true = Task.FromResult(true);
    private static readonly Task<bool> _false = Task.FromResult(false);

    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message; call MoveNext first.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled && cancellationToken != call.TransportToken && cancellationToken != call.Http.RequestAborted)
        {
            return MoveNextLinkedAsync(cancellationToken);
        }

        // Most messages of a busy stream are already in the buffer, so this path allocates nothing.
        var read = ReadAsync(call.TransportToken);
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read);
        }

        _current = read.Result;
        return _current is null ? _false : _true;
    }

    public async Task<T> ReadSingleAsync()
    {
        try
        {
            return await requests.ReadSingleAsync(call.TransportToken);
        }
        catch (Exception exception) when (IsClientGone(exception))
        {
            throw new ClientGoneException(exception);
        }
    }

    private async Task<bool> AwaitAsync(ValueTask<T?> read)
    {
        _current = await read;
        return _current is not null;
    }

    private async Task<bool> MoveNextLinkedAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.TransportToken);
        return await AwaitAsync(ReadAsync(linked.Token));
    }

    private ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = requests.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? read : TranslateAsync(read);
    }

    private static async ValueTask<T?> TranslateAsync(ValueTask<T?> read)
    {
        try
        {
            return await read;
        }
        catch (Exception exception) when (IsClientGone(exception))
        {
            throw new ClientGoneException(exception);
        }
    }

    // The transport tells of a reset or a dead connection with either of these.
    private static bool IsClientGone(Exception exception) =>
        exception is IOException or Microsoft.AspNetCore.Connections.ConnectionAbortedException;
}
