namespace Grpc.Core;

/// <summary>A call with a stream each way. Disposing cancels the call unless it has ended.</summary>
/// <param name="requestStream">The requests; complete it when none follows.</param>
/// <param name="responseStream">The responses; the end or an <see cref="RpcException"/> tells how the call ended.</param>
/// <param name="responseHeadersAsync">What the server sends before its first response.</param>
/// <param name="getStatusFunc">Answers <see cref="GetStatus"/>.</param>
/// <param name="getTrailersFunc">Answers <see cref="GetTrailers"/>.</param>
/// <param name="disposeAction">Cancels the call unless it has ended.</param>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse>(
    IClientStreamWriter<TRequest> requestStream,
    IAsyncStreamReader<TResponse> responseStream,
    Task<Metadata> responseHeadersAsync,
    Func<Status> getStatusFunc,
    Func<Metadata> getTrailersFunc,
    Action disposeAction) : IDisposable
{
    /// <summary>The requests; complete it when none follows.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; } = requestStream;

    /// <summary>The responses; the end or an <see cref="RpcException"/> tells how the call ended.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; } = responseStream;

    /// <summary>What the server sends before its first response.</summary>
    public Task<Metadata> ResponseHeadersAsync { get; } = responseHeadersAsync;

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Status GetStatus() => getStatusFunc();

    /// <summary>What the server sent after its last response.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => getTrailersFunc();

    /// <inheritdoc/>
    public void Dispose() => disposeAction();
}
