using System.Globalization;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>
/// The kept events of all sessions, bounded in bytes; each session's are bounded in number too. The oldest go first, so what goes
/// is always the head of every list it stands in.
/// </summary>
internal sealed class EventPool(IOptions<BridgeOptions> options)
{
    private readonly Lock guard = new();
    private readonly LinkedList<StoredEvent> all = new();
    private long bytes;
    private long lastStream;

    /// <summary>About what the kept events take in memory.</summary>
    public long Bytes
    {
        get
        {
            lock (guard)
            {
                return bytes;
            }
        }
    }

    public StoredStream Begin(SessionEvents session, string name)
    {
        lock (guard)
        {
            var stream = new StoredStream(++lastStream, session, name);
            session.Streams[stream.Number] = stream;
            return stream;
        }
    }

    /// <summary>Keeps an event.</summary>
    public StoredEvent Add(StoredStream stream, byte[]? message, TimeSpan? retry)
    {
        lock (guard)
        {
            var added = new StoredEvent(stream, ++stream.Latest, message, retry);
            if (stream.Session.Gone)
            {
                return added;
            }

            added.Node = all.AddLast(added);
            bytes += added.Size;
            stream.Events.Enqueue(added);
            stream.Session.Events.Enqueue(added);
            while (stream.Session.Events.Count > stream.Session.Most)
            {
                Drop(stream.Session.Events.Peek());
            }

            while (bytes > options.Value.EventBytes && all.First is { } oldest)
            {
                Drop(oldest.Value);
            }

            Tell(stream);
            return added;
        }
    }

    /// <summary>Nothing will be added any more.</summary>
    public void End(StoredStream stream)
    {
        lock (guard)
        {
            stream.Ended = true;
            Forget(stream);
            Tell(stream);
        }
    }

    /// <summary>Readers of the stream get what there is and no more.</summary>
    public void Poll(StoredStream stream)
    {
        lock (guard)
        {
            stream.Polled = true;
            Tell(stream);
        }
    }

    /// <summary>Forgets all of a session.</summary>
    public void Clear(SessionEvents session)
    {
        lock (guard)
        {
            session.Gone = true;
            while (session.Events.TryPeek(out var oldest))
            {
                Drop(oldest);
            }

            foreach (var stream in session.Streams.Values)
            {
                stream.Ended = true;
                Tell(stream);
            }

            session.Streams.Clear();
        }
    }

    /// <summary>The stream an event of a session belongs to, and the event's number; null when what came behind it is not all there any more.</summary>
    public (StoredStream Stream, long After)? Find(SessionEvents session, string lastEventId)
    {
        var cut = lastEventId.IndexOf('-', StringComparison.Ordinal);
        if (cut < 0
            || !long.TryParse(lastEventId.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(lastEventId.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return null;
        }

        lock (guard)
        {
            return session.Streams.TryGetValue(number, out var stream) && after <= stream.Latest && after >= stream.Latest - stream.Events.Count
                ? (stream, after)
                : null;
        }
    }

    /// <summary>What a reader that has read up to <paramref name="after"/> gets now, whether more will come, and what tells of it.</summary>
    public (List<StoredEvent> Events, bool More, Task Changed) Read(StoredStream stream, long after)
    {
        lock (guard)
        {
            return ([.. stream.Events.Where(one => one.Number > after)], !stream.Ended && !stream.Polled, stream.Changed.Task);
        }
    }

    private static void Tell(StoredStream stream)
    {
        stream.Changed.TrySetResult();
        stream.Changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static void Forget(StoredStream stream)
    {
        if (stream is { Ended: true, Events.Count: 0 })
        {
            stream.Session.Streams.Remove(stream.Number);
        }
    }

    private void Drop(StoredEvent oldest)
    {
        all.Remove(oldest.Node!);
        bytes -= oldest.Size;
        oldest.Stream.Events.Dequeue();
        oldest.Stream.Session.Events.Dequeue();
        Forget(oldest.Stream);
    }
}
