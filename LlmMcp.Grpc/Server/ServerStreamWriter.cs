using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The responses of a call as its handler writes them.</summary>
internal sealed class ServerStreamWriter<T>(MessageWriter<T> responses, ServerCall call) : IServerStreamWriter<T>
    where T : class
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Closed = 2;

    private int _state;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        switch (Interlocked.CompareExchange(ref _state, Writing, Idle))
        {
            case Writing:
                throw new InvalidOperationException("The previous write has not completed; await it before the next.");
            case Closed:
                throw new InvalidOperationException("The call has ended.");
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await call.StartResponseAsync();

            // A write that was given up half-way would leave a broken frame, so only the call's own end stops it.
            if (!await responses.WriteAsync(message, WriteOptions, call.TransportToken))
            {
                throw new ClientGoneException(null);
            }
        }
        finally
        {
            Interlocked.CompareExchange(ref _state, Idle, Writing);
        }
    }

    /// <summary>The handler has returned: a write it left behind must not touch a request that is gone.</summary>
    public void Close() => Interlocked.Exchange(ref _state, Closed);
}
