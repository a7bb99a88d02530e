using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>gzip of one message.</summary>
internal static class GzipPayload
{
    private const int StepSize = 16 * 1024;

    public static PooledBuffer Compress(ReadOnlySpan<byte> payload, CompressionLevel level)
    {
        var compressed = new PooledBuffer();
        using var gzip = new GZipStream(new BufferStream(compressed), level);
        gzip.Write(payload);
        return compressed;
    }

    /// <summary>
    /// Stops as soon as the output passes the limit, so a small message that unpacks to gigabytes costs no more than
    /// a message of the largest allowed size.
    /// </summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED past the limit, INTERNAL when the bytes are no gzip.</exception>
    public static PooledBuffer Decompress(ReadOnlySequence<byte> payload, int? maxSize)
    {
        var unpacked = new PooledBuffer();
        var packed = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            payload.CopyTo(packed);
            using var gzip = new GZipStream(new MemoryStream(packed, 0, (int)payload.Length, writable: false), CompressionMode.Decompress);
            while (true)
            {
                var read = gzip.Read(unpacked.GetSpan(StepSize)[..StepSize]);
                if (read == 0)
                {
                    return unpacked;
                }

                unpacked.Advance(read);
                if (unpacked.Length > maxSize)
                {
                    throw FrameHeader.TooLarge(maxSize.Value);
                }
            }
        }
        catch (Exception exception)
        {
            unpacked.Dispose();
            if (exception is InvalidDataException)
            {
                throw new RpcException(new Status(StatusCode.Internal, "The compressed message is damaged.", exception));
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private sealed class BufferStream(PooledBuffer target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
