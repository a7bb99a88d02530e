using LlmMcp.Core.Jobs.Follow;
using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>Counts what waits about once a second, and tells followers in line that they have moved, each at most every two seconds.</summary>
internal sealed class WaitingLoop(QueueBoard board, QueueWatch watch, TimeProvider time, ILogger<WaitingLoop> logger) : RoundLoop(time)
{
    /// <summary>Followers told in one round; of more, the next round begins with those that were left out.</summary>
    public const int MaxTold = 1000;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    // Counting may take one part in so many of a core's time, except that on a machine with too much to do everything takes long,
    // and just then the backlog must be known.
    private const int Restraint = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private TimeSpan pause = ShortestPause;
    private int round;
    private int nextTold;

    /// <summary>One round; answers how long the next one may wait.</summary>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var start = Time.GetTimestamp();
        await board.CountAsync(cancellationToken);
        if (round++ % 2 == 0)
        {
            TellFollowers();
        }

        var restrained = Time.GetElapsedTime(start) * Restraint;
        return TimeSpan.FromTicks(Math.Clamp(restrained.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
    }

    protected override TimeSpan Pause => pause;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        pause = ShortestPause;
        pause = await RunOnceAsync(cancellationToken);
    }

    // Places and backlog stay as they are until the database answers again.
    protected override void Failed(Exception exception) => SchedulingLog.CountFailed(logger, exception.Message);

    private void TellFollowers()
    {
        if (watch.IsEmpty)
        {
            return;
        }

        var watchers = watch.Watchers;
        var start = watchers.Count > MaxTold ? nextTold % watchers.Count : 0;
        foreach (var watcher in watchers.Skip(start).Concat(watchers.Take(start)).Take(MaxTold))
        {
            if (board.PlaceOf(watcher.JobId) is { } place)
            {
                watch.Move(watcher, place);
            }
        }

        nextTold = start + MaxTold;
    }
}
