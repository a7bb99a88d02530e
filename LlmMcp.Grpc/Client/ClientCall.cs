using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// One call on the client, from its request to its end. The end is decided once, by whoever comes first: the server's
/// status, a failure of the transport, the deadline, or the caller who gives up; it releases everything.
/// </summary>
internal sealed class ClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly CancellationTokenSource _canceled;
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _deadline;
    private CancellationTokenRegistration _deadlineLink;
    private CancellationTokenRegistration _onCanceled;
    private Task<MessageReader<TResponse>?> _opened = Task.FromResult<MessageReader<TResponse>?>(null);
    private RequestStreamContent? _requestStream;
    private HttpResponseMessage? _response;
    private CallEnd? _end;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        _canceled = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, channel.Disposed);
        Token = _canceled.Token;
    }

    /// <summary>Fires when the call shall not go on.</summary>
    public CancellationToken Token { get; }

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
            Start(null, new CallEnd(exception.Status, exception.Trailers));
            return;
        }

        Start(new SingleRequestContent(frame.WrittenMemory), null);
    }

    public ClientStreamWriter<TRequest, TResponse> StartStream()
    {
        _requestStream = new RequestStreamContent();
        Start(_requestStream, null);
        return new ClientStreamWriter<TRequest, TResponse>(this, _requestStream);
    }

    public MessageWriter<TRequest> CreateWriter(PipeWriter output) =>
        new(output, _method.RequestMarshaller, _channel.Options.MaxSendMessageSize, RequestCompression);

    /// <summary>The next response, or null after the last one of a call that ended well.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        // Giving up a read gives up the call: the bytes of a message half read cannot be put back.
        using var link = cancellationToken.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);
        try
        {
            var reader = await _opened;
            if (reader is not null && _end is null)
            {
                if (await reader.ReadAsync(Token) is { } message)
                {
                    return message;
                }

                End(ResponseStatus.FromTrailers(_response!));
            }
        }
        catch (Exception exception)
        {
            // Every failure becomes the end of the call, which the next line reports.
            EndBecauseOf(exception);
        }

        return _end is { IsOk: true } ? null : throw Failure(_end!);
    }

    public async Task<TResponse> ReadSingleAsync()
    {
        var message = await ReadAsync(CancellationToken.None);
        if (message is null)
        {
            throw Failure(new CallEnd(StatusCode.Internal, "The server ended the call without a message."));
        }

        if (await ReadAsync(CancellationToken.None) is not null)
        {
            End(new CallEnd(StatusCode.Internal, "The server sent more than the one message the method allows."));
            throw Failure(_end!);
        }

        return message;
    }

    public Status GetStatus() => Ended().Status;

    public Metadata GetTrailers() => Ended().Trailers;

    public void ThrowIfEnded()
    {
        if (_end is { } end)
        {
            throw end.IsOk ? new InvalidOperationException("The server has ended the call.") : Failure(end);
        }
    }

    /// <summary>
    /// A server may end a call while requests are still being written; the transport then says only that it stopped
    /// reading. The status is the better explanation, and when the caller reads responses it stays theirs to find.
    /// </summary>
    public async Task<Exception> ExplainWriteFailureAsync(Exception exception)
    {
        await _opened;
        var end = _end ?? TransportFailure.ToEnd(exception);
        return end.IsOk ? new InvalidOperationException("The server has ended the call.", exception) : Failure(end);
    }

    public void Dispose() => Cancel();

    private void Start(HttpContent? content, CallEnd? refused)
    {
        if (_options.Deadline is { } deadline && refused is null)
        {
            refused = StartDeadline(deadline);
        }

        if (refused is null && Token.IsCancellationRequested)
        {
            refused = EndOfCancellation();
        }

        if (refused is not null)
        {
            content?.Dispose();
            End(refused);
            return;
        }

        _onCanceled = Token.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);
        _opened = OpenAsync(content!);
    }

    private CallEnd? StartDeadline(DateTime deadline)
    {
        if (deadline == DateTime.MaxValue)
        {
            return null;
        }

        if (deadline.Kind != DateTimeKind.Utc && deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException("The deadline must be in UTC.");
        }

        var left = deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
        {
            return new CallEnd(StatusCode.DeadlineExceeded, "Deadline exceeded.");
        }

        // A timer cannot wait longer; a call that may last seven weeks has no deadline worth the name.
        if (left < TimeSpan.FromDays(49))
        {
            _deadline = new CancellationTokenSource(left, TimeProvider.System);
            _deadlineLink = _deadline.Token.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);
        }

        return null;
    }

    /// <summary>Sends the request and waits for the response's headers. Null, with the end decided, when no message follows. Never fails.</summary>
    private async Task<MessageReader<TResponse>?> OpenAsync(HttpContent content)
    {
        try
        {
            var request = RequestHead.Create(_channel.AddressOf(_method), _host, _options, RequestCompression is not null, content);
            var response = await _channel.Invoker.SendAsync(request, Token);
            Interlocked.Exchange(ref _response, response);
            if (_end is not null)
            {
                // Given up between the response's arrival and the line that stored it.
                response.Dispose();
                return null;
            }

            _headers.TrySetResult(ResponseStatus.ToMetadata(response.Headers));
            if (ResponseStatus.FromHeaders(response) is { } end)
            {
                End(end);
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
            EndBecauseOf(exception);
            return null;
        }
    }

    private void Cancel()
    {
        if (_end is null)
        {
            End(EndOfCancellation());
        }
    }

    private CallEnd EndOfCancellation() => _deadline?.IsCancellationRequested == true
        ? new CallEnd(StatusCode.DeadlineExceeded, "Deadline exceeded.") { IsGivenUp = true }
        : new CallEnd(StatusCode.Cancelled, _channel.Disposed.IsCancellationRequested ? "The channel is disposed." : "The call was canceled by the client.")
        {
            IsGivenUp = true,
        };

    private void EndBecauseOf(Exception exception) =>
        End(Token.IsCancellationRequested ? EndOfCancellation() : TransportFailure.ToEnd(exception));

    private void End(CallEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
        {
            return;
        }

        // Only the one who decided the end comes here, so nothing below happens twice.
        if (!_headers.Task.IsCompleted)
        {
            _headers.TrySetException(Failure(end));

            // Few callers ask for the headers; the failure reaches everybody through the response.
            _ = _headers.Task.Exception;
        }

        if (!end.IsOk)
        {
            _canceled.Cancel();
        }

        _requestStream?.Abort();
        _response?.Dispose();
        _deadlineLink.Unregister();
        _onCanceled.Unregister();
        _deadline?.Dispose();
        _canceled.Dispose();
    }

    private CallEnd Ended() => _end ?? throw new InvalidOperationException("The call has not ended.");

    private Exception Failure(CallEnd end) => end.IsGivenUp && _channel.Options.ThrowOperationCanceledOnCancellation
        ? new OperationCanceledException(end.Status.Detail, _options.CancellationToken)
        : new RpcException(end.Status, end.Trailers);
}
