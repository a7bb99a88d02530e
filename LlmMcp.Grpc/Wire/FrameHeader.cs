using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The five bytes before each message: a flag for compression and the length, big endian.</summary>
internal readonly record struct FrameHeader(bool Compressed, uint Length)
{
    public const int Size = 5;

    /// <summary>False when fewer than five bytes are there.</summary>
    /// <exception cref="RpcException">INTERNAL when the flag is neither 0 nor 1.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        header = default;
        if (buffer.Length < Size)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[Size];
        scoped ReadOnlySpan<byte> bytes = buffer.FirstSpan;
        if (bytes.Length < Size)
        {
            buffer.Slice(0, Size).CopyTo(copy);
            bytes = copy;
        }

        if (bytes[0] > 1)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message frame has an unknown flag."));
        }

        header = new FrameHeader(bytes[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        return true;
    }

    public static void Write(IBufferWriter<byte> output, bool compressed, int length)
    {
        var span = output.GetSpan(Size);
        span[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        output.Advance(Size);
    }

    public static RpcException TooLarge(int limit) =>
        new(new Status(StatusCode.ResourceExhausted, $"The message is larger than the limit of {limit} bytes."));
}
