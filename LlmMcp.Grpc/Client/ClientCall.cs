using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call on the client: sends the request, reads the responses, and reports the end that its lifetime decides.</summary>
internal sealed class ClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly CallLifetime _lifetime;
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<MessageReader<TResponse>?> _opened = Task.FromResult<MessageReader<TResponse>?>(null);
    private RequestStreamContent? _requestStream;
    private HttpResponseMessage? _response;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        _lifetime = new CallLifetime(
            channel.Options.ThrowOperationCanceledOnCancellation, Release, options.CancellationToken, channel.Disposed);
    }

    /// <summary>Fires when the call shall not go on.</summary>
    public CancellationToken Token => _lifetime.Token;

    public WriteOptions? WriteOptions => _options.WriteOptions;

    public Task<Metadata> HeadersAsync => _headers.Task;

    private CompressionLevel? RequestCompression =>
        _options.Headers?.GetValue(WireNames.RequestCompression) == WireNames.Gzip ? CompressionLevel.Fastest : null;

    public void StartSingle(TRequest request)
    {
        var frame = new ArrayBufferWriter<byte>();
        try
        {
            new FrameWriter(frame, _channel.Options.MaxSendMessageSize, RequestCompression).Write(
                _method.RequestMarshaller, request, compress: WriteOptions?.Flags.HasFlag(WriteFlags.NoCompress) != true);
        }
        catch (RpcException exception)
        {
            _lifetime.End(new CallEnd(exception.Status, exception.Trailers));
            return;
        }

        Start(new SingleRequestContent(frame.WrittenMemory));
    }

    public ClientStreamWriter<TRequest, TResponse> StartStream()
    {
        _requestStream = new RequestStreamContent();
        Start(_requestStream);
        return new ClientStreamWriter<TRequest, TResponse>(this, _requestStream);
    }

    public MessageWriter<TRequest> CreateWriter(PipeWriter output) =>
        new(output, _method.RequestMarshaller, _channel.Options.MaxSendMessageSize, RequestCompression);

    /// <summary>The next response, or null after the last one of a call that ended well.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        // Giving up a read gives up the call: the bytes of a message half read cannot be put back.
        using var link = cancellationToken.UnsafeRegister(static lifetime => ((CallLifetime)lifetime!).Cancel(), _lifetime);
        try
        {
            var reader = await _opened;
            if (reader is not null && _lifetime.Ended is null)
            {
                if (await reader.ReadAsync(Token) is { } message)
                {
                    return message;
                }

                _lifetime.End(ResponseStatus.FromTrailers(_response!));
            }
        }
        catch (Exception exception)
        {
            // Every failure becomes the end of the call, which the next line reports.
            _lifetime.EndBecauseOf(exception);
        }

        return _lifetime.Ended is { IsOk: true } ? null : throw _lifetime.Failure(_lifetime.Ended!);
    }

    public async Task<TResponse> ReadSingleAsync()
    {
        var message = await ReadAsync(CancellationToken.None);
        if (message is null)
        {
            throw _lifetime.Failure(new CallEnd(StatusCode.Internal, "The server ended the call without a message."));
        }

        if (await ReadAsync(CancellationToken.None) is not null)
        {
            _lifetime.End(new CallEnd(StatusCode.Internal, "The server sent more than the one message the method allows."));
            throw _lifetime.Failure(_lifetime.Ended!);
        }

        return message;
    }

    public Status GetStatus() => Ended().Status;

    public Metadata GetTrailers() => Ended().Trailers;

    public void ThrowIfEnded()
    {
        if (_lifetime.Ended is { } end)
        {
            throw end.IsOk ? new InvalidOperationException("The server has ended the call.") : _lifetime.Failure(end);
        }
    }

    /// <summary>
    /// A server may end a call while requests are still being written; the transport then says only that it stopped
    /// reading. The status is the better explanation, and when the caller reads responses it stays theirs to find.
    /// </summary>
    public async Task<Exception> ExplainWriteFailureAsync(Exception exception)
    {
        await _opened;
        var end = _lifetime.Ended ?? TransportFailure.ToEnd(exception);
        return end.IsOk ? new InvalidOperationException("The server has ended the call.", exception) : _lifetime.Failure(end);
    }

    public void Dispose() => _lifetime.Cancel();

    private void Start(HttpContent content)
    {
        if (_lifetime.TryStart(_options.Deadline))
        {
            _opened = OpenAsync(content);
        }
    }

    /// <summary>Sends the request and waits for the response's headers. Null, with the end decided, when no message follows. Never fails.</summary>
    private async Task<MessageReader<TResponse>?> OpenAsync(HttpContent content)
    {
        try
        {
            var request = RequestHead.Create(_channel.AddressOf(_method), _host, _options, RequestCompression is not null, content);
            var response = await _channel.Invoker.SendAsync(request, Token);
            Interlocked.Exchange(ref _response, response);
            if (_lifetime.Ended is not null)
            {
                // Given up between the response's arrival and the line that stored it.
                response.Dispose();
                return null;
            }

            _headers.TrySetResult(ResponseStatus.ToMetadata(response.Headers));
            if (ResponseStatus.FromHeaders(response) is { } end)
            {
                _lifetime.End(end);
                return null;
            }

            var body = await response.Content.ReadAsStreamAsync(Token);
            var encoding = response.Headers.NonValidated.TryGetValues(WireNames.Encoding, out var values) ? values.ToString() : null;
            return new MessageReader<TResponse>(
                PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true)),
                _method.ResponseMarshaller,
                _channel.Options.MaxReceiveMessageSize,
                encoding);
        }
        catch (Exception exception)
        {
            // Every failure becomes the end of the call; readers and writers report it.
            _lifetime.EndBecauseOf(exception);
            return null;
        }
    }

    private void Release(CallEnd end)
    {
        if (!_headers.Task.IsCompleted)
        {
            _headers.TrySetException(_lifetime.Failure(end));

            // Few callers ask for the headers; the failure reaches everybody through the response.
            _ = _headers.Task.Exception;
        }

        _requestStream?.Abort();
        _response?.Dispose();
    }

    private CallEnd Ended() => _lifetime.Ended ?? throw new InvalidOperationException("The call has not ended.");
}
