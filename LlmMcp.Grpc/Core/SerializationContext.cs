using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a message is written. Either <see cref="Complete(byte[])"/>, or length, writer and <see cref="Complete()"/>.</summary>
public abstract class SerializationContext
{
    /// <summary>Takes the whole message.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>The place to write to; valid until <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Announces the length in bytes, which lets the message go to the transport without a copy.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Everything is written.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}
