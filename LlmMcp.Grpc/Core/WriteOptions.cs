namespace Grpc.Core;

/// <summary>Hints for writing one message.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in the buffer for the next one; the buffer stays bounded.</summary>
    BufferHint = 1,

    /// <summary>Do not compress this message.</summary>
    NoCompress = 2,
}

/// <summary>Hints for the messages that follow.</summary>
/// <param name="flags">The hints.</param>
public sealed class WriteOptions(WriteFlags flags = default)
{
    /// <summary>No hints.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The hints.</summary>
    public WriteFlags Flags { get; } = flags;
}
