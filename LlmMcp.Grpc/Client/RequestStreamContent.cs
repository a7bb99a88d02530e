using System.IO.Pipelines;
using System.Net;

namespace Grpc.Net.Client;

/// <summary>The request body of a streaming call: hands the transport's stream to the writer and stays until it completes.</summary>
internal sealed class RequestStreamContent : HttpContent
{
    private readonly TaskCompletionSource<PipeWriter> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where requests go, once the transport is ready for them.</summary>
    public Task<PipeWriter> Opened => _opened.Task;

    /// <summary>No request follows.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>The call is over; whoever waits to write is let go.</summary>
    public void Abort()
    {
        _opened.TrySetCanceled();
        _completed.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers must leave before the first message, or a server that speaks first and a client that waits for it
        // wait for each other.
        await stream.FlushAsync(cancellationToken);
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
        if (!_opened.TrySetResult(writer))
        {
            throw new IOException("The requests of a stream cannot be sent a second time.");
        }

        await _completed.Task.WaitAsync(cancellationToken);
        await writer.CompleteAsync();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
