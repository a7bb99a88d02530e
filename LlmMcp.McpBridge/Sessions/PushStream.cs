using System.IO.Pipelines;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>
/// Where a session's server writes what nobody asked for. A client may open its GET late, lose it and open another, so this end
/// stays the same: bytes go to the GET that is open, or nowhere. A client that reads too slowly loses its GET, never the server
/// its time; what was missed can be had from the kept events.
/// </summary>
internal sealed class PushStream(TimeProvider time) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim writing = new(1, 1);
    private Listener? current;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Sends to <paramref name="output"/> from now on, until another GET takes over, the session or the token ends it, or its client
    /// reads no more, which gives false.
    /// </summary>
    public async Task<bool> ListenAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var listener = new Listener(output);
        await writing.WaitAsync(cancellationToken);
        try
        {
            // The headers tell the client that it listens.
            await output.FlushAsync(cancellationToken);
            Interlocked.Exchange(ref current, listener)?.Ended.TrySetResult(true);
        }
        finally
        {
            writing.Release();
        }

        try
        {
            return await listener.Ended.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.CompareExchange(ref current, null, listener);
            // Nobody may write to a response that has been given back.
            await writing.WaitAsync(CancellationToken.None);
            writing.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref current) is { } listener)
            {
                await SendAsync(listener, buffer);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Interlocked.Exchange(ref current, null)?.Ended.TrySetResult(true);
        }

        base.Dispose(disposing);
    }

    private async Task SendAsync(Listener listener, ReadOnlyMemory<byte> buffer)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var flushed = await listener.Output.WriteAsync(buffer, patience.Token);
            if (!flushed.IsCompleted)
            {
                return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client is gone, or reads nothing.
        }

        Interlocked.CompareExchange(ref current, null, listener);
        listener.Ended.TrySetResult(false);
    }

    private sealed record Listener(PipeWriter Output)
    {
        public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
