using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Discovery: asks every source for nodes, probes them and writes what it found. Every Core does so; what they write is the same.
/// <code>
/// 1 the sources name nodes
/// 2 names that lead to one node become one
/// 3 all are asked at once; what the budget does not reach counts as not probed, which is no news of it
/// 4 one transaction writes the round; devices that went offline give their running jobs back
/// </code>
/// </summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    // Sleeping machines cost a whole timeout each; two hundred nodes are through in one or two.
    private const int Concurrency = 64;
    private const int SecondConcurrency = 16;
    private const int MostMistakes = 50;

    private readonly string machine = Environment.MachineName;
    private readonly IReadOnlyList<INodeSource> sources;
    private readonly NodeResolver resolver;
    private readonly NodeProber prober;
    private readonly FleetWriter writer;
    private readonly FleetCache cache;
    private readonly IReadOnlyList<IDeviceOfflineHandler> handlers;
    private readonly FleetOptions options;
    private readonly PortList ports;
    private readonly TimeProvider time;
    private readonly SharedRounds<FleetReport> rounds;
    private HashSet<string> skipped = [];
    private volatile IReadOnlyList<NodeEndpoint>? asked;

    public NodeWatch(
        IEnumerable<INodeSource> sources, NodeResolver resolver, NodeProber prober, FleetWriter writer, FleetCache cache,
        IEnumerable<IDeviceOfflineHandler> handlers, IOptions<FleetOptions> options, TimeProvider time)
    {
        (this.sources, this.resolver, this.prober, this.writer, this.cache, this.time) = ([.. sources], resolver, prober, writer, cache, time);
        (this.handlers, this.options, ports) = ([.. handlers], options.Value, PortList.Parse(options.Value.OllamaPorts));
        rounds = new SharedRounds<FleetReport>(LookAsync);
    }

    /// <summary>A round is over: how long it took, and whether it came to its end.</summary>
    public event Action<TimeSpan, bool>? Looked;

    /// <summary>When this Core last looked at all its nodes; null before the first round is through.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>What the nodes of the last round are (<see cref="NodeIdentity"/>); null before the first round is through.</summary>
    public IReadOnlySet<string>? Identities { get; private set; }

    /// <summary>One round that asks everything anew, or the one under way.</summary>
    public Task<FleetReport> RunOnceAsync(CancellationToken cancellationToken) => rounds.JoinAsync(anew: true, cancellationToken);

    /// <summary>One round that may rely on lists of models a moment old, or the one under way.</summary>
    public Task<FleetReport> GlanceAsync(CancellationToken cancellationToken) => rounds.JoinAsync(anew: false, cancellationToken);

    /// <summary>
    /// Asks one node now, outside of rounds, and writes what became of it. The other ports of its host are asked with it, as the
    /// host is not gone while one of them answers. A silence counts like that of a round.
    /// </summary>
    /// <param name="id">The device.</param>
    /// <param name="cancellationToken">Ends the probe; nothing is written then.</param>
    /// <returns>What it said; null for a device that rounds of this Core do not ask.</returns>
    public async Task<NodeAnswer?> ProbeAsync(string id, CancellationToken cancellationToken)
    {
        if (asked is null)
        {
            await GlanceAsync(cancellationToken);
        }

        if (asked is not { } all || all.FirstOrDefault(node => node.Id == id) is not { } wanted)
        {
            return null;
        }

        var host = wanted.ParentId ?? wanted.Id;
        var nodes = all.Where(node => node.Id == host || node.ParentId == host).ToList();
        var answers = HostPorts.Settle(await AskAsync(nodes, anew: true, cancellationToken));
        var report = await writer.WriteSomeAsync(new ProbedRound(machine, answers), cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        await TellAsync(report.WentOffline, cancellationToken);
        return answers.Single(answer => answer.Node.Id == id);
    }

    /// <summary>Takes a device out at once, on the word of a worker or an operator.</summary>
    /// <param name="id">The device; an unknown id changes nothing.</param>
    /// <param name="reason">Shown with the device.</param>
    /// <param name="hold">True to keep it out whatever probes find, until <see cref="TakeOnlineAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task TakeOfflineAsync(string id, string reason, bool hold, CancellationToken cancellationToken)
    {
        var wentOffline = await writer.MarkOfflineAsync(id, reason, hold, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        await TellAsync(wentOffline ? [id] : [], cancellationToken);
    }

    /// <summary>Puts a device back without waiting for a probe. False when there is none of that id.</summary>
    public async Task<bool> TakeOnlineAsync(string id, CancellationToken cancellationToken)
    {
        var known = await writer.MarkOnlineAsync(id, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        return known;
    }

    /// <summary>Devices have gone offline and the database knows: their jobs go back to the queue.</summary>
    public async Task TellAsync(IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        foreach (var handler in devices.Count > 0 ? handlers : [])
        {
            await handler.OnOfflineAsync(devices, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => rounds.DisposeAsync();

    private async Task<FleetReport> LookAsync(bool anew, CancellationToken cancellationToken)
    {
        var (started, succeeded) = (time.GetTimestamp(), false);
        try
        {
            var report = await LookAsync(started, anew, cancellationToken);
            succeeded = true;
            return report;
        }
        finally
        {
            // One that was called off says nothing.
            if (!cancellationToken.IsCancellationRequested)
            {
                Looked?.Invoke(time.GetElapsedTime(started), succeeded);
            }
        }
    }

    private async Task<FleetReport> LookAsync(long started, bool anew, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var found = await Task.WhenAll(sources.Select(source => source.FindAsync(anew, cancellationToken)));                  // 1
        mistakes.AddRange(found.SelectMany(static source => source.Mistakes));
        mistakes.AddRange(ports.Mistakes);
        var named = found.SelectMany(static source => source.Nodes).SelectMany(node => node.OnEveryPort ? PortDevices.Of(node, ports.Ports) : [node]).ToList();
        var nodes = await resolver.MergeAsync(named, mistakes, cancellationToken);                                            // 2
        // Whoever was left out last time comes first.
        var turns = nodes.OrderByDescending(node => skipped.Contains(node.Id)).ToList();
        var answers = HostPorts.Settle(await AskAsync(turns, anew, cancellationToken));                                       // 3
        skipped = [.. answers.OfType<NodeAnswer.NotProbed>().Select(static answer => answer.Node.Id)];
        var round = new ProbedRound(machine, answers) { Unasked = [.. found.SelectMany(static source => source.Unasked)] };
        var report = await writer.WriteAsync(round, cancellationToken);                                                       // 4
        report = report with { Found = nodes.Count, Mistakes = [.. mistakes.Take(MostMistakes)], Duration = time.GetElapsedTime(started) };
        await writer.NoteAsync(report, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        asked = nodes;
        Identities = nodes.Select(static node => node.Identity).OfType<string>().ToHashSet();
        LookedAt = time.GetUtcNow();
        await TellAsync(report.WentOffline, cancellationToken);
        return report;
    }

    private async Task<NodeAnswer[]> AskAsync(List<NodeEndpoint> nodes, bool anew, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.RoundBudget, time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var answers = new NodeAnswer[nodes.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, nodes.Count, limits, async (index, _) => answers[index] = await AskAsync(nodes[index], anew, budget.Token, cancellationToken));
        await AskAgainAsync(answers, anew, budget.Token, cancellationToken);
        return answers;
    }

    /// <summary>
    /// Who answered last time and does not now is asked once more, with fewer others: a machine that is too busy to hear
    /// everybody at once must not take that for silence.
    /// </summary>
    private async Task AskAgainAsync(NodeAnswer[] answers, bool anew, CancellationToken budget, CancellationToken cancellationToken)
    {
        var doubtful = answers.Index().Where(answer => answer.Item is NodeAnswer.Silent { Node.Gone: null } && prober.Remembers(answer.Item.Node)).ToList();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = SecondConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(doubtful, limits, async (doubt, _) =>
        {
            if (await AskAsync(doubt.Item.Node, anew, budget, cancellationToken) is NodeAnswer.Answered answered)
            {
                answers[doubt.Index] = answered;
            }
            else
            {
                prober.Forget(doubt.Item.Node);
            }
        });
    }

    private async Task<NodeAnswer> AskAsync(NodeEndpoint node, bool anew, CancellationToken budget, CancellationToken cancellationToken)
    {
        if (node.Gone is { } reason)
        {
            return new NodeAnswer.Silent(node, reason);
        }

        try
        {
            budget.ThrowIfCancellationRequested();
            return await prober.ProbeAsync(node, anew, budget);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NodeAnswer.NotProbed(node);
        }
    }
}
