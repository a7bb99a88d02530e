using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>A session of an <c>initialize</c> client: its server, which lives through many requests, and who uses it now.</summary>
internal sealed class HttpSession : IAsyncDisposable
{
    private readonly Lock guard = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource closing = new();
    private Task? running;
    private Task? push;
    private int users;
    private long lastUsed;
    private bool closed;

    public HttpSession(string id, StreamableHttpServerTransport transport, McpServer server, SessionEvents events, TimeProvider time)
    {
        (Id, Transport, Server, Events, this.time) = (id, transport, server, events, time);
        Push = new PushStream(time);
        Closing = closing.Token;
        lastUsed = time.GetTimestamp();
    }

    /// <summary>Secret of its client: 128 random bits.</summary>
    public string Id { get; }

    public StreamableHttpServerTransport Transport { get; }

    public McpServer Server { get; }

    /// <summary>Events kept to be sent again.</summary>
    public SessionEvents Events { get; }

    /// <summary>What the server sends without being asked, on its way to whichever GET is open.</summary>
    public PushStream Push { get; }

    /// <summary>Ends with the session. Can be asked for after it too: a request may enter just before.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Begins to serve.</summary>
    public void Start() => running = Server.RunAsync(Closing);

    /// <summary>Has the server's own messages written to <see cref="Push"/> from now on.</summary>
    public void StartPush()
    {
        lock (guard)
        {
            push ??= Transport.HandleGetRequestAsync(Push, Closing);
        }
    }

    /// <summary>Counts a request that uses the session; false when it has ended. The caller calls <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (guard)
        {
            if (closed)
            {
                return false;
            }

            users++;
            return true;
        }
    }

    /// <summary>A request that used the session has ended.</summary>
    public void Leave()
    {
        lock (guard)
        {
            users--;
            lastUsed = time.GetTimestamp();
        }
    }

    /// <summary>How long nobody has used it; null while somebody does.</summary>
    public TimeSpan? Idle()
    {
        lock (guard)
        {
            return users > 0 ? null : time.GetElapsedTime(lastUsed);
        }
    }

    /// <summary>Marks it as ended if nobody has used it for <paramref name="least"/>; true for exactly one caller, who disposes it.</summary>
    public bool TryClose(TimeSpan least)
    {
        lock (guard)
        {
            if (closed || users > 0 || time.GetElapsedTime(lastUsed) < least)
            {
                return false;
            }

            return closed = true;
        }
    }

    /// <summary>Ends it now, whoever uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (guard)
        {
            closed = true;
        }

        // The transport first: its reader then ends in peace, and only what still runs is canceled.
        await Transport.DisposeAsync();
        await closing.CancelAsync();
        await EndOf(running);
        await EndOf(push);
        await Server.DisposeAsync();
        Push.Dispose();
        Events.Clear();
        closing.Dispose();
    }

    private static async Task EndOf(Task? task)
    {
        try
        {
            await (task ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
