using System.Buffers.Binary;

namespace LlmMcp.Core.Jobs;

/// <summary>
/// Ids of jobs: UUIDs of version 7 that grow with each call, also within a millisecond, where RFC 9562 leaves 12 bits for a
/// counter. Sorting by id is then the order of arrival, so that a batch runs first in, first out.
/// </summary>
internal static class JobIds
{
    private const int MaxCounter = 0xFFF;
    private const long MillisecondsPerDay = 86_400_000;

    private static readonly Lock Gate = new();
    private static long lastMilliseconds;
    private static int lastCounter;

    /// <summary>
    /// Where ids end that tell age: tomorrow. Jobs carried over from the deployed system kept their random ids, and all but one in
    /// a hundred and fifty lie above.
    /// </summary>
    public static Guid FirstCarried
    {
        get
        {
            var tomorrow = Now + MillisecondsPerDay;
            return new Guid((uint)(tomorrow >> 16), (ushort)tomorrow, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    private static long Now
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
            return BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16;
        }
    }

    /// <summary>An id above every id made here before.</summary>
    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var (milliseconds, counter) = Step(BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | 0x7000L | (long)counter);
        return new Guid(bytes, bigEndian: true);
    }

    private static (long Milliseconds, int Counter) Step(long now)
    {
        lock (Gate)
        {
            // A clock that was set back, or more than 4,096 ids in a millisecond: the ids run ahead of the clock for a moment.
            (lastMilliseconds, lastCounter) =
                now > lastMilliseconds ? (now, 0)
                : lastCounter < MaxCounter ? (lastMilliseconds, lastCounter + 1)
                : (lastMilliseconds + 1, 0);
            return (lastMilliseconds, lastCounter);
        }
    }
}
