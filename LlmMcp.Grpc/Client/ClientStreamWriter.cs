using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The requests of a call as its caller writes them.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestStreamContent content)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Completed = 2;

    private MessageWriter<TRequest>? _requests;
    private int _state;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        switch (Interlocked.CompareExchange(ref _state, Writing, Idle))
        {
            case Writing:
                throw new InvalidOperationException("The previous write has not completed; await it before the next.");
            case Completed:
                throw new InvalidOperationException("The request stream is complete.");
        }

        try
        {
            call.ThrowIfEnded();
            _requests ??= call.CreateWriter(await content.Opened);
            await _requests.WriteAsync(message, WriteOptions ?? call.WriteOptions, call.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            throw await call.ExplainWriteFailureAsync(exception);
        }
        finally
        {
            Interlocked.CompareExchange(ref _state, Idle, Writing);
        }
    }

    public Task CompleteAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Completed, Idle) == Writing)
        {
            throw new InvalidOperationException("The previous write has not completed; await it before completing the stream.");
        }

        content.Complete();
        return Task.CompletedTask;
    }
}
