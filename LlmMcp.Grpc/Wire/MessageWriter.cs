using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Writes the messages of one direction of one call. One write at a time.</summary>
internal sealed class MessageWriter<T>(PipeWriter output, Marshaller<T> marshaller, int? maxMessageSize, CompressionLevel? compression)
    where T : class
{
    // A writer that hints for ever would otherwise grow the buffer without the peer's flow control ever being asked.
    private const int MaxUnflushedBytes = 64 * 1024;

    private readonly FrameWriter _frames = new(output, maxMessageSize, compression);

    /// <summary>Writes without flushing.</summary>
    public void Buffer(T message, WriteOptions? options) =>
        _frames.Write(marshaller, message, compress: options?.Flags.HasFlag(WriteFlags.NoCompress) != true);

    /// <summary>Writes and, unless hinted otherwise, flushes. False when the peer reads no more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync(T message, WriteOptions? options, CancellationToken cancellationToken)
    {
        Buffer(message, options);
        if (options?.Flags.HasFlag(WriteFlags.BufferHint) == true && output.UnflushedBytes < MaxUnflushedBytes)
        {
            return true;
        }

        var result = await output.FlushAsync(cancellationToken);
        return !result.IsCompleted && !result.IsCanceled;
    }
}
