using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using Npgsql;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>
/// What waits, counted once for everybody who asks: the backlog of the devices for routing, places in line for callers. However
/// many ask, the database is read about once a second, and by one at a time.
/// </summary>
internal sealed class QueueBoard(WaitingReader reader, IDeviceSource devices, CountedBacklog backlog, QueueWatch watch, TimeProvider time) : IQueuePlaces, IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    // For a job that is newer than the picture.
    private static readonly TimeSpan MinAge = TimeSpan.FromMilliseconds(100);

    // Who polls a job comes again.
    private static readonly TimeSpan InterestLasts = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim counting = new(1);
    private volatile Picture current = new(WaitingPicture.Empty, null, 0);
    private long lastAsked;

    /// <summary>Ready jobs that need a slot, as last counted; at most about twenty thousand.</summary>
    public int Waiting => current.Line?.Count ?? 0;

    public bool IsInLine(Job job) => job.Status == JobStatus.Queued && job.RunAt is null && JobKinds.CallsModel(job.Kind);

    public async ValueTask<QueuePlace?> FindAsync(Job job, CancellationToken cancellationToken)
    {
        if (!IsInLine(job))
        {
            return null;
        }

        Volatile.Write(ref lastAsked, time.GetTimestamp());
        try
        {
            var seen = current;
            if (IsTooOldFor(job, seen))
            {
                await CountAsync(seen, cancellationToken);
            }

            return PlaceOf(job.Id);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            // The place is an extra; who asks for the job gets it without.
            return null;
        }
    }

    /// <summary>Where a job stands by the last count; null when it is not known.</summary>
    public QueuePlace? PlaceOf(Guid job) => current.Line?.PlaceOf(job);

    /// <summary>Counts anew unless somebody else just has.</summary>
    public Task CountAsync(CancellationToken cancellationToken) => CountAsync(current, cancellationToken);

    public void Dispose() => counting.Dispose();

    private bool IsTooOldFor(Job job, Picture seen)
    {
        var age = seen.Line is null ? TimeSpan.MaxValue : time.GetElapsedTime(seen.At);
        return age > MaxAge || !seen.Counted.HasIds || (age > MinAge && job.UpdatedAt >= seen.Counted.TakenAt);
    }

    private async Task CountAsync(Picture seen, CancellationToken cancellationToken)
    {
        await counting.WaitAsync(cancellationToken);
        try
        {
            if (!ReferenceEquals(current, seen))
            {
                return;
            }

            var counted = await reader.ReadAsync(WantsIds(), cancellationToken);
            var line = new WaitingLine(counted, devices.Candidates, devices.SecondsPerJob);
            backlog.Current = line.Backlog(backlog.Current);
            current = new Picture(counted, line, time.GetTimestamp());
        }
        finally
        {
            counting.Release();
        }
    }

    private bool WantsIds() => !watch.IsEmpty || (lastAsked != 0 && time.GetElapsedTime(Volatile.Read(ref lastAsked)) < InterestLasts);

    private sealed record Picture(WaitingPicture Counted, WaitingLine? Line, long At);
}
