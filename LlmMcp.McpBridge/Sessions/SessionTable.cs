using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Server;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>The sessions of this process: found by their secret id, bounded in number, ended when idle.</summary>
internal sealed class SessionTable(
    ServerPlan plan, EventPool pool, IOptions<BridgeOptions> options, IEnumerable<ISessionWatcher> watchers, TimeProvider time, IServiceProvider services, ILoggerFactory loggers)
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, HttpSession> sessions = new(StringComparer.Ordinal);
    private readonly ISessionWatcher[] watchers = [.. watchers];
    private readonly ILogger logger = loggers.CreateLogger<SessionTable>();
    private int count;

    /// <summary>Sessions now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>
    /// Begins a session that the caller has entered already; the longest idle one makes room where the table is full. Null when all
    /// are in use.
    /// </summary>
    public async ValueTask<HttpSession?> BeginAsync()
    {
        while (Interlocked.Increment(ref count) > options.Value.MaxSessions)
        {
            Interlocked.Decrement(ref count);
            if (LongestIdle() is not { } idle)
            {
                return null;
            }

            if (idle.TryClose(TimeSpan.Zero))
            {
                BridgeLog.SessionMadeRoom(logger, options.Value.MaxSessions);
                await EndAsync(idle);
            }
        }

        var session = Create();
        session.TryEnter();
        sessions[session.Id] = session;
        session.Start();
        return session;
    }

    /// <summary>Finds a session and enters it; the caller leaves it. False when it never was, has ended or was ended.</summary>
    public bool TryEnter(string id, [NotNullWhen(true)] out HttpSession? session) =>
        sessions.TryGetValue(id, out session) && session.TryEnter();

    /// <summary>Ends a session at its client's wish; false when there is none.</summary>
    public async ValueTask<bool> EndAsync(string id)
    {
        if (!sessions.TryGetValue(id, out var session))
        {
            return false;
        }

        await EndAsync(session);
        return true;
    }

    /// <summary>Ends every session that was idle too long. Returns how many.</summary>
    public async Task<int> SweepAsync()
    {
        var limit = TimeSpan.FromSeconds(options.Value.SessionIdleSeconds);
        var ended = 0;
        foreach (var (_, session) in sessions)
        {
            if (session.TryClose(limit))
            {
                await EndAsync(session);
                ended++;
            }
        }

        return ended;
    }

    /// <summary>Ends all, when the process stops.</summary>
    public Task EndAllAsync() => Task.WhenAll(sessions.Values.Select(session => EndAsync(session).AsTask()));

    private HttpSession Create()
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes));
        var events = new SessionEvents(id, pool, options.Value.SessionEvents);
        var transport = new StreamableHttpServerTransport(loggers) { SessionId = id, EventStreamStore = options.Value.SessionEvents > 0 ? events : null };
        return new HttpSession(id, transport, McpServer.Create(transport, plan.Session, loggers, services), events, time);
    }

    private async ValueTask EndAsync(HttpSession session)
    {
        if (sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
        {
            Interlocked.Decrement(ref count);
            await session.DisposeAsync();
            Array.ForEach(watchers, watcher => watcher.Ended(session.Id));
        }
    }

    private HttpSession? LongestIdle()
    {
        HttpSession? longest = null;
        TimeSpan? most = null;
        foreach (var (_, session) in sessions)
        {
            if (session.Idle() is { } idle && !(idle <= most))
            {
                (longest, most) = (session, idle);
            }
        }

        return longest;
    }
}
