using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Reads the messages of one direction of one call. One read at a time.</summary>
/// <param name="input">Where the frames arrive.</param>
/// <param name="marshaller">Reads a message straight out of the transport's buffers.</param>
/// <param name="maxMessageSize">Largest message in bytes, packed and unpacked; null for none.</param>
/// <param name="encoding">What compressed frames are packed with: <c>gzip</c>; null or <c>identity</c> allow none.</param>
internal sealed class MessageReader<T>(PipeReader input, Marshaller<T> marshaller, int? maxMessageSize, string? encoding)
    where T : class
{
    private readonly PayloadContext _context = new();

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">The frame is malformed, too large or its content is no message.</exception>
    public ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        // Most messages of a busy stream are already in the buffer; they need no state machine.
        try
        {
            return input.TryRead(out var result) && TryTake(result, out var message) ? new(message) : WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<T?>(exception);
        }
    }

    /// <summary>The only message of a direction that has exactly one.</summary>
    public async ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        var message = await ReadAsync(cancellationToken)
            ?? throw new RpcException(new Status(StatusCode.Internal, "The stream ended without a message."));
        return await ReadAsync(cancellationToken) is null
            ? message
            : throw new RpcException(new Status(StatusCode.Internal, "The stream has more than the one message the method allows."));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T?> WaitAsync(CancellationToken cancellationToken)
    {
        T? message;
        while (!TryTake(await input.ReadAsync(cancellationToken), out message))
        {
        }

        return message;
    }

    /// <summary>False when the message is not whole yet; true with null at the end of the stream.</summary>
    private bool TryTake(ReadResult result, out T? message)
    {
        message = null;
        var buffer = result.Buffer;
        var consumed = buffer.Start;
        var examined = buffer.End;
        try
        {
            if (FrameHeader.TryRead(buffer, out var header))
            {
                if (header.Length > (maxMessageSize ?? int.MaxValue))
                {
                    throw FrameHeader.TooLarge(maxMessageSize ?? int.MaxValue);
                }

                if (buffer.Length - FrameHeader.Size >= header.Length)
                {
                    var payload = buffer.Slice(FrameHeader.Size, header.Length);
                    consumed = examined = payload.End;
                    message = header.Compressed ? Unpack(payload) : Parse(payload);
                    return true;
                }
            }

            if (!result.IsCompleted)
            {
                return false;
            }

            return buffer.IsEmpty ? true : throw new RpcException(new Status(StatusCode.Internal, "The stream ended within a message."));
        }
        finally
        {
            input.AdvanceTo(consumed, examined);
        }
    }

    private T Unpack(ReadOnlySequence<byte> payload)
    {
        if (encoding != WireNames.Gzip)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message is compressed, but no encoding was announced."));
        }

        using var unpacked = GzipPayload.Decompress(payload, maxMessageSize);
        return Parse(new ReadOnlySequence<byte>(unpacked.Written));
    }

    private T Parse(ReadOnlySequence<byte> payload)
    {
        _context.Payload = payload;
        try
        {
            return marshaller.ContextualDeserializer(_context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            // Whatever a marshaller makes of a peer's bytes is the peer's fault, never a fault of this process.
            throw new RpcException(new Status(StatusCode.Internal, "The message cannot be parsed.", exception));
        }
        finally
        {
            _context.Payload = default;
        }
    }
}
