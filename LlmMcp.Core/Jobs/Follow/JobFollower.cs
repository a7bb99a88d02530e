using System.Runtime.CompilerServices;
using Npgsql;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// Follows one job: current state first, then changes and output as they come, until a final state.
/// <code>
/// 1 watch before reading, so that nothing falls between
/// 2 the job is gone            → NotFound, end
/// 3 a newer attempt than told  → Reset, when something of an older one was told
/// 4 output after the position  → Delta each
/// 5 status or attempt changed  → Status (before the output when an attempt begins, after it when the job ends)
/// 6 final                      → end
/// 7 in line                    → its place with the status, and Queue when it moves; wait
/// 8 the database is away       → look again, once it has answered at all
/// </code>
/// </summary>
internal sealed class JobFollower(
    JobReader reader, JobWatch watch, LiveOutputs outputs, RemoteOutput remote, FollowTicker ticker, IQueuePlaces places, QueueWatch line, TimeProvider time)
{
    private static readonly TimeSpan PauseWhileAway = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Events after <paramref name="after"/>; null starts with the current attempt's first piece. With <paramref name="deltas"/>
    /// false only changes of status are told, without places in line.
    /// </summary>
    public async IAsyncEnumerable<FollowEvent> FollowAsync(
        Guid id, FollowPosition? after, bool deltas, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = watch.Add(id);                                              // 1
        using var ticks = ticker.Add(watcher);
        using var leavesLine = new Leave(line, watcher);
        await using var leaving = cancellationToken.UnsafeRegister(static state => ((Watcher)state!).Wake(WakeReason.Stop), watcher);
        var state = new FollowState(after);
        var reasons = WakeReason.Status;
        while (true)
        {
            var told = false;
            if (reasons.HasFlag(WakeReason.Status))
            {
                var (away, job) = await LookAsync(id, state, deltas, cancellationToken);
                if (away)
                {
                    await Task.Delay(PauseWhileAway, time, cancellationToken);          // 8
                    continue;
                }

                if (job is null)
                {
                    yield return new FollowEvent.NotFound();                            // 2
                    yield break;
                }

                var place = deltas ? await LineUpAsync(job, watcher, state, cancellationToken) : null;
                foreach (var happened in state.OnRow(job, deltas ? outputs.Find(id) : null))   // 3, 4, 5
                {
                    told = true;
                    yield return place is not null && happened is FollowEvent.Status status ? status with { Place = place } : happened;
                }

                if (JobStatus.IsFinal(job.Status))
                {
                    yield break;                                                        // 6
                }
            }
            else if (reasons.HasFlag(WakeReason.Output) && deltas)
            {
                foreach (var happened in state.OnOutput(outputs.Find(id)))              // 4
                {
                    told = true;
                    yield return happened;
                }
            }

            if (reasons.HasFlag(WakeReason.Place) && !told && line.PlaceOf(watcher) is { } moved)
            {
                told = true;
                yield return new FollowEvent.Queue(state.Position, moved);
            }

            if (reasons.HasFlag(WakeReason.KeepAlive) && !told)
            {
                yield return new FollowEvent.KeepAlive(state.Position);
            }

            reasons = await watcher.WaitAsync();                                        // 7
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<(bool Away, Job? Job)> LookAsync(Guid id, FollowState state, bool deltas, CancellationToken cancellationToken)
    {
        try
        {
            var job = await reader.GetAsync(id, cancellationToken);
            if (job is not null && deltas)
            {
                await FindOutputAsync(job, state, cancellationToken);
            }

            return (false, job);
        }
        catch (Exception exception) when (state.HasTold && exception is (NpgsqlException or IOException or TimeoutException))
        {
            // Old clients do not resume: a stream that has begun outlives a restart of the database. A first look fails as any read does.
            return (true, null);
        }
    }

    // A look at the row that tells nothing new must not tell the place again, nor ask for it.
    private async ValueTask<QueuePlace?> LineUpAsync(Job job, Watcher watcher, FollowState state, CancellationToken cancellationToken)
    {
        if (!places.IsInLine(job))
        {
            line.Leave(watcher);
            return null;
        }

        if (state.HasToldOf(job))
        {
            return null;
        }

        var place = await places.FindAsync(job, cancellationToken);
        line.Enter(watcher, place);
        return place;
    }

    private async Task FindOutputAsync(Job job, FollowState state, CancellationToken cancellationToken)
    {
        var known = outputs.Find(job.Id);
        if (known is { Local: true } && known.ClaimNo == job.ClaimNo)
        {
            known.Recording |= job.Status == JobStatus.Running;
        }
        else if (job.Status == JobStatus.Running)
        {
            // News of recorded output may be lost, so every look at the row is also one at the table.
            await (known?.ClaimNo == job.ClaimNo ? remote.LoadAsync(job.Id, cancellationToken) : remote.RequestAsync(job.Id, cancellationToken));
        }
        else if (job.ClaimNo > 0 && state.WantsOutput(job))
        {
            // The last pieces were recorded before the end was; the news of them may still be behind it.
            await remote.LoadAsync(job.Id, cancellationToken);
        }
    }

    private readonly struct Leave(QueueWatch line, Watcher watcher) : IDisposable
    {
        public void Dispose() => line.Leave(watcher);
    }
}
