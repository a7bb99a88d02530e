using System.Collections.Concurrent;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using Npgsql;

namespace LlmMcp.Core.Discovery.Local;

/// <summary>
/// Devices that only workers can see: model servers on their loopback. They come and go with what attached workers tell; nodes
/// on this machine that Core asks itself are left to it.
/// </summary>
internal sealed class LocalNodeDesk(
    NodeProber prober, FleetWriter writer, FleetCache cache, NodeWatch watch, CoreIdentity core, ILogger<LocalNodeDesk> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, Told> told = new();
    private readonly ConcurrentDictionary<string, Guid> writing = new();
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly string machine = Environment.MachineName;

    // Another one than that of rounds: what this Core has from workers is no business of its neighbour on the same machine.
    private string By => $"{machine}/{core.Id}";

    /// <summary>A worker says what its nodes answered. A message that comes while its last one is being written is passed over.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="host">Its machine; without a name nothing on it can be told from anything else.</param>
    /// <param name="session">Its stream.</param>
    /// <param name="message">What it says.</param>
    /// <param name="ended">Fires when the stream is over.</param>
    public async Task TakeAsync(string worker, string host, Guid session, LocalNodes message, CancellationToken ended)
    {
        if (host.Length == 0)
        {
            return;
        }

        try
        {
            // Read also what is then passed over: what a model is made of is told once in a session, and the prober keeps it.
            var answers = new List<NodeAnswer>();
            foreach (var (node, recorded) in LocalNodeReader.Read(host, message))
            {
                answers.Add(await prober.ReadAsync(node, recorded, ended));
            }

            if (writing.TryAdd(worker, session))
            {
                await WriteInTurnAsync(worker, session, answers, ended);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // The worker tells it again in a moment, or is gone.
            DiscoveryLog.NotWritten(logger, worker, exception.Message);
        }
    }

    /// <summary>The worker's stream is over: what only it could tell of goes offline.</summary>
    public async Task ForgetAsync(string worker, Guid session, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (told.TryGetValue(worker, out var last) && last.Session == session && told.TryRemove(KeyValuePair.Create(worker, last)))
            {
                await RetireAsync(last.Ids, cancellationToken);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>Those that rounds of this Core do not ask.</summary>
    private List<NodeAnswer> Others(IEnumerable<NodeAnswer> answers) =>
        [.. answers.Where(answer =>
            !string.Equals(answer.Node.Machine, machine, StringComparison.OrdinalIgnoreCase)
            || (watch.Identities is { } own && !own.Contains(answer.Node.Identity!)))];

    private async Task WriteInTurnAsync(string worker, Guid session, List<NodeAnswer> answers, CancellationToken cancellationToken)
    {
        try
        {
            await oneAtATime.WaitAsync(cancellationToken);
            try
            {
                await WriteAsync(worker, session, Others(answers), cancellationToken);
            }
            finally
            {
                oneAtATime.Release();
            }
        }
        finally
        {
            writing.TryRemove(worker, out _);
        }
    }

    private async Task WriteAsync(string worker, Guid session, List<NodeAnswer> answers, CancellationToken cancellationToken)
    {
        var before = told.GetValueOrDefault(worker)?.Ids ?? [];
        var next = new Told(session, [.. answers.Select(static answer => answer.Node.Id)]);
        told[worker] = next;
        if (answers.Count > 0)
        {
            var report = await writer.WriteSomeAsync(new ProbedRound(By, answers), cancellationToken);
            await cache.RefreshAsync(cancellationToken);
            await watch.TellAsync(report.WentOffline, cancellationToken);
        }

        await RetireAsync([.. before.Except(next.Ids)], cancellationToken);
    }

    private async Task RetireAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        List<string> lost = [.. ids.Where(id => !told.Values.Any(other => other.Ids.Contains(id)))];
        if (lost.Count > 0)
        {
            var offline = await writer.RetireReportedAsync(By, lost, cancellationToken);
            await cache.RefreshAsync(cancellationToken);
            await watch.TellAsync(offline, cancellationToken);
        }
    }

    /// <summary>What a worker told of in a session.</summary>
    private sealed record Told(Guid Session, IReadOnlyList<string> Ids);
}
