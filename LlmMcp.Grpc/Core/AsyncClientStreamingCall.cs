using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A call with a stream of requests and one response. Disposing cancels the call unless it has ended.</summary>
/// <param name="requestStream">The requests; complete it when none follows.</param>
/// <param name="responseAsync">The response, or an <see cref="RpcException"/>.</param>
/// <param name="responseHeadersAsync">What the server sends before its first response.</param>
/// <param name="getStatusFunc">Answers <see cref="GetStatus"/>.</param>
/// <param name="getTrailersFunc">Answers <see cref="GetTrailers"/>.</param>
/// <param name="disposeAction">Cancels the call unless it has ended.</param>
public sealed class AsyncClientStreamingCall<TRequest, TResponse>(
    IClientStreamWriter<TRequest> requestStream,
    Task<TResponse> responseAsync,
    Task<Metadata> responseHeadersAsync,
    Func<Status> getStatusFunc,
    Func<Metadata> getTrailersFunc,
    Action disposeAction) : IDisposable
{
    /// <summary>The requests; complete it when none follows.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; } = requestStream;

    /// <summary>The response, or an <see cref="RpcException"/>.</summary>
    public Task<TResponse> ResponseAsync { get; } = responseAsync;

    /// <summary>What the server sends before its first response.</summary>
    public Task<Metadata> ResponseHeadersAsync { get; } = responseHeadersAsync;

    /// <summary>Lets the call itself be awaited.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Lets the call itself be awaited.</summary>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Status GetStatus() => getStatusFunc();

    /// <summary>What the server sent after its last response.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => getTrailersFunc();

    /// <inheritdoc/>
    public void Dispose() => disposeAction();
}
