using System.Net;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Journal;
using LlmMcp.Simulator.Listening;
using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Fleet;

/// <summary>One simulated Ollama server.</summary>
public sealed class SimulatedNode
{
    private readonly ChangeSignal changes = new();
    private readonly FaultPlan faults;
    private readonly int seed;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NodeListener? listener;
    private bool switchedOff;
    private long draws;
    private long served;
    private long failed;
    private long aborted;
    private long tokensWritten;

    internal SimulatedNode(SimulatedNodeOptions options, FleetOptions fleet)
    {
        Options = options;
        Time = fleet.Time;
        Label = fleet.Label;
        seed = fleet.Seed;
        faults = new FaultPlan(fleet.Time);
        Journal = new RequestJournal(fleet.JournalLength);
        Runners = new RunnerScheduler(options, fleet.Time, changes.Raise);
        var now = fleet.Time.GetUtcNow();
        foreach (var spec in options.Models)
        {
            Store.Put(new StoredModel { Name = ModelName.Parse(spec.Name)!, Spec = spec, BlobDigest = spec.BlobDigest, ModifiedAt = now });
        }
    }

    /// <summary>The node's name in its fleet.</summary>
    public string Name => Options.Name;

    /// <summary>How the node was set up.</summary>
    public SimulatedNodeOptions Options { get; }

    /// <summary>Where the node answers, for example <c>http://127.0.0.1:21434</c>.</summary>
    public Uri BaseUrl => new($"http://{EndPoint}");

    /// <summary>Names of the installed models, newest first.</summary>
    public IReadOnlyList<string> Models => [.. Store.List().Select(model => model.Name.Display)];

    /// <summary>Whether the port takes connections.</summary>
    public bool IsOnline => listener?.IsOpen ?? false;

    /// <summary>The model requests so far in order of arrival, at most <see cref="FleetOptions.JournalLength"/>.</summary>
    public IReadOnlyList<JournalEntry> Requests => Journal.Entries;

    /// <summary>The faults that are set, by number.</summary>
    public IReadOnlyDictionary<int, Fault> Faults => faults.Current();

    internal IPEndPoint EndPoint => listener?.Address ?? throw new InvalidOperationException($"Node {Name} is not started.");

    internal TimeProvider Time { get; }

    internal string Label { get; }

    internal ModelStore Store { get; } = new();

    internal RunnerScheduler Runners { get; }

    internal RequestJournal Journal { get; }

    /// <summary>Everything about the node at this moment.</summary>
    public NodeSnapshot Snapshot() => Runners.Observe((runners, needLoad) => new NodeSnapshot(
        Name,
        BaseUrl,
        IsOnline,
        runners.Sum(runner => runner.Running),
        needLoad + runners.Sum(runner => runner.Waiters.Count),
        Runners.MaxRunningSeen,
        Interlocked.Read(ref served),
        Interlocked.Read(ref failed),
        Interlocked.Read(ref aborted),
        Interlocked.Read(ref tokensWritten),
        Runners.Loads,
        Runners.Unloads,
        [.. runners.Select(runner => new LoadedModel(
            runner.Model.Name.Display, runner.IsLoading, runner.Slots, runner.Running, runner.Waiters.Count, runner.MaxRunningSeen,
            runner.SizeBytes, runner.VramBytes, runner.ContextLength, runner.ExpiresAt))]));

    /// <summary>Waits, without polling, until the node looks as wanted.</summary>
    /// <param name="wanted">Called after each change; must not block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first snapshot that satisfies <paramref name="wanted"/>.</returns>
    public async Task<NodeSnapshot> WaitUntilAsync(Func<NodeSnapshot, bool> wanted, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var next = changes.Next;
            var snapshot = Snapshot();
            if (wanted(snapshot))
            {
                return snapshot;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sets a fault. <see cref="FaultKind.Refuse"/> takes the node offline before this returns.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <returns>Its number, for <see cref="RepairAsync"/>.</returns>
    public async Task<int> BreakAsync(Fault fault)
    {
        var id = faults.Add(fault);
        await FollowPowerAsync();
        if (fault is { Kind: FaultKind.Refuse, ForSeconds: { } seconds })
        {
            _ = PowerOnLaterAsync(TimeSpan.FromSeconds(seconds));
        }

        return id;
    }

    /// <summary>Takes one fault back; false when it is gone already.</summary>
    /// <param name="id">What <see cref="BreakAsync"/> returned.</param>
    public async Task<bool> RepairAsync(int id)
    {
        var found = faults.Remove(id);
        await FollowPowerAsync();
        return found;
    }

    /// <summary>Takes all faults back.</summary>
    public async Task RepairAllAsync()
    {
        faults.Clear();
        await FollowPowerAsync();
    }

    /// <summary>Switches the node off: its port refuses connections, open ones are cut, loaded models are lost.</summary>
    public Task GoOfflineAsync()
    {
        switchedOff = true;
        return FollowPowerAsync();
    }

    /// <summary>Switches the node on again, with nothing loaded.</summary>
    public Task GoOnlineAsync()
    {
        switchedOff = false;
        return FollowPowerAsync();
    }

    /// <summary>Cuts what is open as soon as nothing new can come: the fleet is being taken down.</summary>
    internal async Task CutAsync()
    {
        stopped.TrySetResult();
        if (listener is not null)
        {
            await listener.Unbound;
            await listener.CutAsync();
        }
    }

    internal void Attach(NodeListener opened) => listener = opened;

    internal ModelPace PaceOf(ModelSpec spec) => Options.Paces.GetValueOrDefault(spec.Name) ?? ModelPace.On(Options.Hardware, spec);

    internal string NextDraw() => $"{Name} {seed} {Interlocked.Increment(ref draws)}";

    internal void CountTokens(int tokens) => Interlocked.Add(ref tokensWritten, tokens);

    /// <summary>Notes and counts the end of a model request.</summary>
    internal void End(OpenEntry? entry, RequestEnd end)
    {
        entry?.Close(end);
        Interlocked.Increment(ref end is RequestEnd.Served ? ref served : ref end is RequestEnd.Failed ? ref failed : ref aborted);
        changes.Raise();
    }

    /// <summary>Suffers what is set for such a request, and returns what is left to suffer while it runs.</summary>
    internal async Task<FaultEffects> MeetFaultsAsync(string? model, bool runsModel, CancellationToken cancellationToken)
    {
        var effects = faults.Take(model, runsModel);
        if (effects.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
        }

        if (effects.Busy)
        {
            throw Refusal.Busy();
        }

        return effects.Error is { } error ? throw new Refusal(error.Status, error.Text) : effects;
    }

    private async Task FollowPowerAsync()
    {
        if (listener is null)
        {
            return;
        }

        if (switchedOff || faults.Current().Values.Any(fault => fault.Kind is FaultKind.Refuse))
        {
            await listener.CloseAsync();
            Runners.UnloadAll();
        }
        else
        {
            await listener.OpenAsync();
        }

        changes.Raise();
    }

    private async Task PowerOnLaterAsync(TimeSpan after)
    {
        await Task.WhenAny(Task.Delay(after, Time), stopped.Task);
        if (!stopped.Task.IsCompleted)
        {
            await FollowPowerAsync();
        }
    }
}
