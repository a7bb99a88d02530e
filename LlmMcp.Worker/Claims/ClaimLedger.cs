using System.Threading.Channels;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>
/// What a worker holds, owes Core and may still receive. It outlives sessions: whatever a lost session did not get
/// acknowledged, the next one sends again.
/// </summary>
/// <remarks>
/// Three parties meet here: the session's receiver, its sender and the running attempts. All state is under one lock, held for
/// moments only; the sender is woken by a signal and asks what there is to send.
/// </remarks>
internal sealed class ClaimLedger(CreditWindow window, TimeProvider time)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<ClaimKey, HeldClaim> _held = [];
    private readonly ClaimOutbox _outbox = new(time);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClaimCounts _counts;
    private int _grantedModels;
    private int _grantedLight;
    private bool _heartbeatDue;
    private bool _draining;

    public ClaimCounts Counts
    {
        get
        {
            lock (_guard)
            {
                return _counts;
            }
        }
    }

    public bool IsDraining
    {
        get
        {
            lock (_guard)
            {
                return _draining;
            }
        }
    }

    /// <summary>Begins a session: what is still held, and the first credit.</summary>
    public (IReadOnlyList<HeldJob> Held, WorkerCapacity Capacity) Open()
    {
        lock (_guard)
        {
            _grantedModels = _grantedLight = 0;
            return ([.. _held.Keys.Select(key => key.ToHeldJob())], Grant_NeedsLock() ?? new WorkerCapacity());
        }
    }

    /// <summary>
    /// Core's answer to what <see cref="Open"/> named: everything else is lost. Results not acknowledged and all output are
    /// due again.
    /// </summary>
    public IReadOnlyList<HeldClaim> Keep(IReadOnlySet<ClaimKey> kept)
    {
        lock (_guard)
        {
            List<HeldClaim> lost = [.. _held.Values.Where(claim => !kept.Contains(claim.Key))];
            lost.ForEach(Remove_NeedsLock);
            _outbox.Refill(_held.Values);
            Changed_NeedsLock();
            return lost;
        }
    }

    /// <summary>Takes in claims that just arrived, running or already finished. A claim held already is not taken twice.</summary>
    public IReadOnlyList<HeldClaim> Add(IReadOnlyList<HeldClaim> arrived)
    {
        lock (_guard)
        {
            var models = arrived.Count(claim => claim.CallsModel);
            _grantedModels = Math.Max(0, _grantedModels - models);
            _grantedLight = Math.Max(0, _grantedLight - (arrived.Count - models));
            List<HeldClaim> added = [.. arrived.Where(claim => _held.TryAdd(claim.Key, claim))];
            foreach (var claim in added)
            {
                _counts = _counts.With(claim, +1);
                if (claim.Result is not null)
                {
                    _outbox.AddResult(claim);
                }
            }

            Changed_NeedsLock();
            return added;
        }
    }

    /// <summary>An attempt ended. Nothing happens when the claim was lost or given back meanwhile.</summary>
    public void Finish(HeldClaim claim, JobResult result)
    {
        lock (_guard)
        {
            if (claim.Result is null && _held.ContainsKey(claim.Key))
            {
                _counts = _counts.With(claim, -1);
                claim.Result = result;
                _counts = _counts.With(claim, +1);
                _outbox.AddResult(claim);
                Changed_NeedsLock();
            }
        }
    }

    /// <summary>Core has recorded these results, or does not want them any more.</summary>
    public void Acknowledge(IEnumerable<ClaimKey> keys) => _ = Remove(keys);

    /// <summary>These claims are no longer ours. Returns those that were.</summary>
    public IReadOnlyList<HeldClaim> Lose(IEnumerable<ClaimKey> keys) => Remove(keys);

    /// <summary>Output of a running attempt.</summary>
    public void Write(HeldClaim claim, string response, string thinking)
    {
        claim.Deltas!.Append(response, thinking);
        lock (_guard)
        {
            if (_outbox.AddOutput(claim))
            {
                Wake();
            }
        }
    }

    /// <summary>From now on no credit is granted.</summary>
    public void Drain()
    {
        lock (_guard)
        {
            _draining = true;
            Changed_NeedsLock();
        }
    }

    /// <summary>Gives back what still runs, attempt not charged. Returns the claims whose calls must be stopped.</summary>
    public IReadOnlyList<HeldClaim> ReleaseRunning()
    {
        List<HeldClaim> running;
        lock (_guard)
        {
            running = [.. _held.Values.Where(claim => claim.Result is null)];
        }

        foreach (var claim in running)
        {
            Finish(claim, ResultMessage.Released(claim.Key));
        }

        return running;
    }

    /// <summary>Completes when the counts satisfy the condition.</summary>
    public async Task WhenAsync(Func<ClaimCounts, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_guard)
            {
                if (condition(_counts))
                {
                    return;
                }

                changed = _settled.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A heartbeat is due.</summary>
    public void Beat()
    {
        lock (_guard)
        {
            _heartbeatDue = true;
        }

        Wake();
    }

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until there may be something to send.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken);

    /// <summary>
    /// Everything that is due, in this order: output, results (after the last output of their own), credit, heartbeat. What is
    /// returned counts as sent; if the session dies instead, <see cref="Keep"/> makes it due again.
    /// </summary>
    public Outgoing Collect()
    {
        lock (_guard)
        {
            List<WorkerMessage> messages = [];
            var next = _outbox.TakeOutput(messages);
            // A claim that was lost after it finished is not held any more.
            _outbox.TakeResults(messages, claim => _held.ContainsKey(claim.Key));
            if (Grant_NeedsLock() is { } capacity)
            {
                messages.Add(new WorkerMessage { Capacity = capacity });
            }

            if (_heartbeatDue)
            {
                _heartbeatDue = false;
                var heartbeat = new WorkerHeartbeat();
                heartbeat.Held.AddRange(_held.Keys.Select(key => key.ToHeldJob()));
                messages.Add(new WorkerMessage { Heartbeat = heartbeat });
            }

            return new Outgoing(messages, next);
        }
    }

    private WorkerCapacity? Grant_NeedsLock()
    {
        if (_draining)
        {
            return null;
        }

        var models = window.ModelGrant(_counts.RunningModels, _counts.HeldModels, _grantedModels);
        var light = window.LightGrant(_counts.HeldLight, _grantedLight);
        _grantedModels += models;
        _grantedLight += light;
        return models > 0 || light > 0 ? new WorkerCapacity { ModelJobs = models, LightJobs = light } : null;
    }

    private List<HeldClaim> Remove(IEnumerable<ClaimKey> keys)
    {
        List<HeldClaim> removed = [];
        lock (_guard)
        {
            foreach (var key in keys)
            {
                if (_held.TryGetValue(key, out var claim))
                {
                    Remove_NeedsLock(claim);
                    removed.Add(claim);
                }
            }

            Changed_NeedsLock();
        }

        return removed;
    }

    private void Remove_NeedsLock(HeldClaim claim)
    {
        if (_held.Remove(claim.Key))
        {
            _counts = _counts.With(claim, -1);
            _outbox.RemoveOutput(claim);
        }
    }

    private void Changed_NeedsLock()
    {
        Wake();
        if (_draining)
        {
            _settled.TrySetResult();
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
