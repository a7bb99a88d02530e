using System.Buffers;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>One per reader, filled anew for each message.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    public ReadOnlySequence<byte> Payload { get; set; }

    public override int PayloadLength => (int)Payload.Length;

    public override byte[] PayloadAsNewBuffer() => Payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => Payload;
}
