using System.Diagnostics;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Runners;

/// <summary>
/// The loaded models of one node: who runs, who waits, what is loaded and unloaded. Requests for a loaded model wait
/// without limit; only those that need a load count against <see cref="SimulatedNodeOptions.MaxQueue"/>. Expiry is worked out
/// when somebody looks, so an idle node has no timer. Everything below changes under one lock.
/// </summary>
internal sealed class RunnerScheduler(SimulatedNodeOptions options, TimeProvider time, Action changed)
{
    private readonly Lock gate = new();
    private readonly List<Runner> runners = [];
    private readonly LinkedList<RunnerWaiter> needLoad = [];
    private int running;

    public int MaxRunningSeen { get; private set; }

    public long Loads { get; private set; }

    public long Unloads { get; private set; }

    /// <summary>Waits for a slot, loading the model first where needed. Cancelling leaves no trace.</summary>
    public async Task<RunnerLease> AcquireAsync(RunnerRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new RunnerWaiter(request);
        lock (gate)
        {
            Expire_NeedsLock();
            if (Find_NeedsLock(request) is { } runner)
            {
                Attach_NeedsLock(runner, waiter);
            }
            else if (needLoad.Count > options.MaxQueue)
            {
                // The head is being served, so the queue behind it may hold MaxQueue more.
                throw Refusal.Busy();
            }
            else
            {
                needLoad.AddLast(waiter);
            }

            Advance_NeedsLock();
        }

        changed();
        await using var registration = cancellationToken.Register(() => Withdraw(waiter, cancellationToken));
        return await waiter.Granted.Task;
    }

    /// <summary>Unloads at once, or as soon as the last request ends; false when the model is not loaded.</summary>
    public bool Unload(string blobDigest)
    {
        lock (gate)
        {
            Expire_NeedsLock();
            if (runners.Find(runner => runner.Model.BlobDigest == blobDigest) is not { } found)
            {
                return false;
            }

            found.KeepAlive = TimeSpan.Zero;
            found.ExpiresAt = time.GetUtcNow();
            if (found.IsIdle)
            {
                Remove_NeedsLock(found);
                Advance_NeedsLock();
            }
        }

        changed();
        return true;
    }

    public void Release(Runner runner)
    {
        lock (gate)
        {
            runner.Running--;
            running--;
            var now = time.GetUtcNow();
            runner.LastUsedAt = now;
            runner.ExpiresAt = now + runner.KeepAlive;
            if (runner.IsIdle && runner.KeepAlive == TimeSpan.Zero)
            {
                Remove_NeedsLock(runner);
            }

            Advance_NeedsLock();
        }

        changed();
    }

    /// <summary>Requests at work on the whole node, for the slowdown they cause each other.</summary>
    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    /// <summary>Looks at everything at one moment; the function must not wait or call back.</summary>
    public T Observe<T>(Func<IReadOnlyList<Runner>, int, T> look)
    {
        lock (gate)
        {
            Expire_NeedsLock();
            return look(runners, needLoad.Count);
        }
    }

    /// <summary>Loses what is loaded, as when the machine is switched off. A runner at work goes with its last request, whose connection is cut.</summary>
    public void UnloadAll()
    {
        lock (gate)
        {
            foreach (var runner in runners.Where(runner => runner.IsIdle).ToArray())
            {
                Remove_NeedsLock(runner);
            }

            foreach (var runner in runners)
            {
                runner.KeepAlive = TimeSpan.Zero;
            }
        }
    }

    private void Withdraw(RunnerWaiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // A waiter that is in no queue was granted in the same instant; its owner gives the slot back.
            var withdrawn = needLoad.Remove(waiter);
            foreach (var runner in runners.ToArray())
            {
                if (!runner.Waiters.Remove(waiter))
                {
                    continue;
                }

                withdrawn = true;
                if (runner.IsLoading && runner.Waiters.Count == 0)
                {
                    Remove_NeedsLock(runner);
                }
            }

            if (withdrawn)
            {
                waiter.Granted.TrySetCanceled(cancellationToken);
                Advance_NeedsLock();
            }
        }

        changed();
    }

    private Runner? Find_NeedsLock(RunnerRequest request) => runners.Find(runner =>
        runner.Model.BlobDigest == request.Model.BlobDigest
        && (request.ContextLength is null || RunnerSize.ContextOf(request, options) == runner.ContextLength));

    private static void Attach_NeedsLock(Runner runner, RunnerWaiter waiter)
    {
        runner.KeepAlive = waiter.Request.KeepAlive ?? runner.KeepAlive;
        runner.Waiters.AddLast(waiter);
    }

    private void Advance_NeedsLock()
    {
        while (needLoad.First is { Value: var head })
        {
            if (!TryPlace_NeedsLock(head))
            {
                break;
            }
        }

        foreach (var runner in runners)
        {
            while (!runner.IsLoading && runner.Running < runner.Slots && runner.Waiters.First is { Value: var next })
            {
                runner.Waiters.RemoveFirst();
                runner.MaxRunningSeen = Math.Max(runner.MaxRunningSeen, ++runner.Running);
                MaxRunningSeen = Math.Max(MaxRunningSeen, ++running);
                next.Granted.TrySetResult(new RunnerLease(this, runner));
            }
        }
    }

    /// <summary>One step for the head of the load queue; false when it has to wait.</summary>
    private bool TryPlace_NeedsLock(RunnerWaiter head)
    {
        if (Find_NeedsLock(head.Request) is { } ready)
        {
            needLoad.RemoveFirst();
            Attach_NeedsLock(ready, head);
            return true;
        }

        var size = RunnerSize.Of(head.Request, options);
        switch (LoadPlanner.Decide(options.Hardware, options.MaxLoadedModels, runners, head.Request.Model.BlobDigest, size.Bytes))
        {
            case LoadDecision.Load load:
                needLoad.RemoveFirst();
                var runner = new Runner(head.Request.Model, size, load.VramBytes, options.KeepAlive);
                Attach_NeedsLock(runner, head);
                runner.ExpiresAt = time.GetUtcNow() + runner.KeepAlive;
                runners.Add(runner);
                Loads++;
                _ = LoadAsync(runner);
                return true;
            case LoadDecision.Evict evict:
                Remove_NeedsLock(evict.Victim);
                return true;
            case LoadDecision.TooLarge large:
                needLoad.RemoveFirst();
                head.Granted.TrySetException(Refusal.Failed(large.Reason));
                return true;
            case LoadDecision.Wait:
                return false;
            default:
                throw new UnreachableException();
        }
    }

    private async Task LoadAsync(Runner runner)
    {
        // Taken now: an unload disposes the source. And never on the caller's stack: it still holds the lock.
        var unloaded = runner.Unloaded.Token;
        await Task.Yield();
        try
        {
            await Task.Delay(options.LoadTime(runner.Model.Spec), time, unloaded);
        }
        catch (OperationCanceledException)
        {
            // Everybody who waited for it is gone, and with them the runner.
            return;
        }

        lock (gate)
        {
            if (!runners.Contains(runner))
            {
                return;
            }

            runner.IsLoading = false;
            runner.LastUsedAt = time.GetUtcNow();
            runner.ExpiresAt = runner.LastUsedAt + runner.KeepAlive;
            if (runner.Model.Spec.LoadError is { } error)
            {
                foreach (var waiter in runner.Waiters)
                {
                    waiter.Granted.TrySetException(Refusal.Failed(error));
                }

                runner.Waiters.Clear();
                Remove_NeedsLock(runner);
            }

            Advance_NeedsLock();
        }

        changed();
    }

    private void Expire_NeedsLock()
    {
        var now = time.GetUtcNow();
        var expired = runners.FindAll(runner => runner.IsIdle && runner.ExpiresAt <= now);
        expired.ForEach(Remove_NeedsLock);
        if (expired.Count > 0)
        {
            Advance_NeedsLock();
        }
    }

    private void Remove_NeedsLock(Runner runner)
    {
        runners.Remove(runner);
        Unloads++;
        runner.Unloaded.Cancel();
        runner.Unloaded.Dispose();
    }
}
