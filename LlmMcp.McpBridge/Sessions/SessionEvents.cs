using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LlmMcp.McpBridge.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>
/// The events of one session that are kept to be sent again: the answers of tool calls, which may have taken long, and what the
/// server says unasked. Every other answer is had sooner by asking once more, and is not kept.
/// </summary>
internal sealed class SessionEvents(string sessionId, EventPool pool, int most) : ISseEventStreamStore
{
    private readonly Lock guard = new();
    private HashSet<string>? kept;

    /// <summary>Most events that are kept.</summary>
    public int Most => most;

    /// <summary>Those kept, oldest first. The pool's alone.</summary>
    public Queue<StoredEvent> Events { get; } = new();

    /// <summary>Streams with kept events or with more to come. The pool's alone.</summary>
    public Dictionary<long, StoredStream> Streams { get; } = [];

    /// <summary>The session has ended. The pool's alone.</summary>
    public bool Gone { get; set; }

    /// <summary>Requests handed over whose answers are to be kept and have not begun.</summary>
    public int Expected
    {
        get
        {
            lock (guard)
            {
                return kept?.Count ?? 0;
            }
        }
    }

    /// <summary>Says that the answer to this request, which is about to be handed over, is one to keep. <see cref="Unexpect"/> follows.</summary>
    public void Keep(RequestId request)
    {
        lock (guard)
        {
            (kept ??= new HashSet<string>(StringComparer.Ordinal)).Add(request.ToString());
        }
    }

    /// <summary>The request has been answered. Before 2025-11-25, and where nothing is kept, nobody has asked whether to keep the answer.</summary>
    public void Unexpect(RequestId request)
    {
        lock (guard)
        {
            kept?.Remove(request.ToString());
        }
    }

    public void Clear() => pool.Clear(this);

    public ValueTask<ISseEventStreamWriter> CreateStreamAsync(SseEventStreamOptions options, CancellationToken cancellationToken = default)
    {
        bool keep;
        lock (guard)
        {
            keep = options.StreamId == StreamableHttpServerTransport.UnsolicitedMessageStreamId || kept?.Remove(options.StreamId) == true;
        }

        // The transport takes null for a stream that is not kept, and then gives its events no ids.
        return ValueTask.FromResult<ISseEventStreamWriter>(keep ? new Writer(pool, pool.Begin(this, options.StreamId)) : null!);
    }

    public ValueTask<ISseEventStreamReader?> GetStreamReaderAsync(string lastEventId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ISseEventStreamReader?>(pool.Find(this, lastEventId) is (var stream, var after) ? new Reader(sessionId, pool, stream, after) : null);

    private sealed class Writer(EventPool pool, StoredStream stream) : ISseEventStreamWriter
    {
        public ValueTask<SseItem<JsonRpcMessage?>> WriteEventAsync(SseItem<JsonRpcMessage?> sseItem, CancellationToken cancellationToken = default)
        {
            var message = sseItem.Data is { } data ? JsonSerializer.SerializeToUtf8Bytes(data, JsonRpcReply.MessageType) : null;
            var added = pool.Add(stream, message, sseItem.ReconnectionInterval);
            return ValueTask.FromResult(new SseItem<JsonRpcMessage?>(sseItem.Data, sseItem.EventType) { EventId = added.Id, ReconnectionInterval = sseItem.ReconnectionInterval });
        }

        public ValueTask SetModeAsync(SseEventStreamMode mode, CancellationToken cancellationToken = default)
        {
            if (mode == SseEventStreamMode.Polling)
            {
                pool.Poll(stream);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            pool.End(stream);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Reader(string sessionId, EventPool pool, StoredStream stream, long after) : ISseEventStreamReader
    {
        public string SessionId => sessionId;

        public string StreamId => stream.Name;

        public async IAsyncEnumerable<SseItem<JsonRpcMessage?>> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var read = after;
            while (true)
            {
                var (events, more, changed) = pool.Read(stream, read);
                foreach (var one in events)
                {
                    yield return new SseItem<JsonRpcMessage?>(one.Message is null ? null : JsonSerializer.Deserialize(one.Message, JsonRpcReply.MessageType))
                    {
                        EventId = one.Id, ReconnectionInterval = one.Retry,
                    };
                    read = one.Number;
                }

                if (!more)
                {
                    yield break;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
    }
}
