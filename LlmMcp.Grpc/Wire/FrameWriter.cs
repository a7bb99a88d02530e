using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Turns messages into frames. A message whose marshaller announces its length goes straight into the output; others,
/// and those to compress, through a rented buffer. One per direction of a call, one message at a time.
/// </summary>
/// <param name="output">Where frames go; flushing is the caller's business.</param>
/// <param name="maxMessageSize">Largest message in bytes before compression; null for none.</param>
/// <param name="compression">Level of gzip, or null when the peer did not agree to it.</param>
internal sealed class FrameWriter(IBufferWriter<byte> output, int? maxMessageSize, CompressionLevel? compression)
    : SerializationContext, IBufferWriter<byte>
{
    private PooledBuffer? _buffer;
    private int? _announced;
    private int _written;
    private bool _compress;
    private bool _complete;

    public void Write<T>(Marshaller<T> marshaller, T message, bool compress)
    {
        _announced = null;
        _written = 0;
        _complete = false;
        _compress = compress && compression is not null;
        try
        {
            marshaller.ContextualSerializer(message, this);
            if (!_complete)
            {
                throw new InvalidOperationException("The marshaller did not complete the message.");
            }
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        RefuseLarge(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_announced is null || _compress)
        {
            return _buffer ??= new PooledBuffer();
        }

        FrameHeader.Write(output, compressed: false, _announced.Value);
        return this;
    }

    public override void Complete()
    {
        _complete = true;
        if (_buffer is not null)
        {
            WriteFrame(_buffer.Written.Span);
        }
        else if (_written != _announced)
        {
            throw new InvalidOperationException($"The marshaller announced {_announced} bytes and wrote {_written}.");
        }
    }

    public override void Complete(byte[] payload)
    {
        _complete = true;
        WriteFrame(payload);
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        _written += count;
        output.Advance(count);
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => output.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => output.GetSpan(sizeHint);

    private void WriteFrame(ReadOnlySpan<byte> payload)
    {
        RefuseLarge(payload.Length);
        // .NET packs nothing into no bytes at all, which is not gzip to anybody else.
        if (!_compress || payload.IsEmpty)
        {
            FrameHeader.Write(output, compressed: false, payload.Length);
            output.Write(payload);
            return;
        }

        using var compressed = GzipPayload.Compress(payload, compression!.Value);
        FrameHeader.Write(output, compressed: true, compressed.Length);
        output.Write(compressed.Written.Span);
    }

    private void RefuseLarge(int length)
    {
        if (length > maxMessageSize)
        {
            throw FrameHeader.TooLarge(maxMessageSize.Value);
        }
    }
}
