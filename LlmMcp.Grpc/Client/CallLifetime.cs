using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>
/// When and how a call ends. The end is decided once, by whoever comes first: the server's status, a failure of the
/// transport, the deadline, or the caller who gives up.
/// </summary>
internal sealed class CallLifetime
{
    // A timer cannot wait longer; a call that may last seven weeks has no deadline worth the name.
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource _canceled;
    private readonly CancellationToken _token;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _channelDisposed;
    private readonly bool _throwsCanceled;
    private readonly Action<CallEnd> _release;
    private CancellationTokenSource? _deadline;
    private CancellationTokenRegistration _onDeadline;
    private CancellationTokenRegistration _onCanceled;
    private CallEnd? _end;

    /// <param name="throwsCanceled">Whether giving up shows as <see cref="OperationCanceledException"/>.</param>
    /// <param name="release">Called once at the end, to let go of what the call holds.</param>
    /// <param name="caller">The caller's own token.</param>
    /// <param name="channelDisposed">Fires when the channel is disposed.</param>
    public CallLifetime(bool throwsCanceled, Action<CallEnd> release, CancellationToken caller, CancellationToken channelDisposed)
    {
        _caller = caller;
        _channelDisposed = channelDisposed;
        _throwsCanceled = throwsCanceled;
        _release = release;
        _canceled = CancellationTokenSource.CreateLinkedTokenSource(caller, channelDisposed);
        _token = _canceled.Token;
    }

    /// <summary>Fires when the call shall not go on. Taken once, because the source is gone after the end.</summary>
    public CancellationToken Token => _token;

    /// <summary>The end, or null while the call runs.</summary>
    public CallEnd? Ended => _end;

    /// <summary>Starts the clock. False, with the end decided, when the call must not even be sent.</summary>
    /// <exception cref="InvalidOperationException">The deadline is not in UTC.</exception>
    public bool TryStart(DateTime? deadline)
    {
        if (deadline is { } at && at != DateTime.MaxValue && !TryStartDeadline(at))
        {
            return false;
        }

        // Runs at once when the token has fired already.
        _onCanceled = Token.UnsafeRegister(static lifetime => ((CallLifetime)lifetime!).Cancel(), this);
        return _end is null;
    }

    /// <summary>This side gives up, unless the call has ended.</summary>
    public void Cancel()
    {
        if (_end is null)
        {
            End(EndOfCancellation());
        }
    }

    public void EndBecauseOf(Exception exception) =>
        End(Token.IsCancellationRequested ? EndOfCancellation() : TransportFailure.ToEnd(exception));

    public void End(CallEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
        {
            return;
        }

        // Only the one who decided the end comes here, so nothing below happens twice.
        if (!end.IsOk)
        {
            _canceled.Cancel();
        }

        _release(end);
        _onDeadline.Unregister();
        _onCanceled.Unregister();
        _deadline?.Dispose();
        _canceled.Dispose();
    }

    /// <summary>How a caller learns of an end that is not OK.</summary>
    public Exception Failure(CallEnd end) => end.IsGivenUp && _throwsCanceled
        ? new OperationCanceledException(end.Status.Detail, _caller)
        : new RpcException(end.Status, end.Trailers);

    private bool TryStartDeadline(DateTime deadline)
    {
        if (deadline.Kind != DateTimeKind.Utc && deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException("The deadline must be in UTC.");
        }

        var left = deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
        {
            End(DeadlineExceeded());
            return false;
        }

        if (left < _longestTimer)
        {
            _deadline = new CancellationTokenSource(left, TimeProvider.System);
            _onDeadline = _deadline.Token.UnsafeRegister(static lifetime => ((CallLifetime)lifetime!).Cancel(), this);
        }

        return true;
    }

    private CallEnd EndOfCancellation() => _deadline?.IsCancellationRequested == true
        ? DeadlineExceeded()
        : new CallEnd(StatusCode.Cancelled, _channelDisposed.IsCancellationRequested ? "The channel is disposed." : "The call was canceled by the client.")
        {
            IsGivenUp = true,
        };

    private static CallEnd DeadlineExceeded() => new(StatusCode.DeadlineExceeded, "Deadline exceeded.") { IsGivenUp = true };
}
