using LlmMcp.Core.Jobs.Follow;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LlmMcp.Core.Jobs.Upkeep;

/// <summary>Runs the rounds of <see cref="JobUpkeep"/>: as soon as the next backoff or deadline is due, at least once a second.</summary>
internal sealed class UpkeepLoop : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetentionPause = TimeSpan.FromMinutes(10);

    // A worker whose Core was away tries again every 5 s at most, and then names what it holds.
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(1);

    private readonly JobUpkeep upkeep;
    private readonly LiveOutputs outputs;
    private readonly IOptions<JobsOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<UpkeepLoop> logger;
    private readonly SemaphoreSlim wake = new(0, 1);
    private long? lastRetention;
    private long lastRound;
    private (long Since, TimeSpan Patience)? awaitingHeartbeats;

    public UpkeepLoop(JobUpkeep upkeep, LiveOutputs outputs, JobEvents events, IOptions<JobsOptions> options, TimeProvider time, ILogger<UpkeepLoop> logger)
    {
        (this.upkeep, this.outputs, this.options, this.time, this.logger) = (upkeep, outputs, options, time, logger);
        // A job that went back to the queue may wait out a backoff shorter than the pause under way.
        events.Changed += changes =>
        {
            if (changes.Any(static change => change.Status == JobStatus.Queued) && wake.CurrentCount == 0)
            {
                TryWake();
            }
        };
    }

    /// <summary>One round; answers how long the next one may wait.</summary>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (_, nextReady) = await upkeep.PromoteAsync(cancellationToken);
        var expired = await upkeep.ExpireLeasesAsync(HeartbeatsPossibleFor(), cancellationToken);
        if (expired > 0)
        {
            JobLog.LeasesExpired(logger, expired);
        }

        var late = await upkeep.EnforceDeadlinesAsync(cancellationToken);
        if (late > 0)
        {
            JobLog.DeadlinesPassed(logger, late);
        }

        var stray = await upkeep.FreeStraySlotsAsync(cancellationToken);
        if (stray > 0)
        {
            JobLog.StraySlotsFreed(logger, stray);
        }

        var nextDeadline = await upkeep.NextDeadlineAsync(cancellationToken);
        outputs.Trim();
        var removed = await RetainAsync(cancellationToken);
        return Math.Max(Math.Max(expired, late), removed) >= JobUpkeep.MaxPerRound ? ShortestPause : Pause(nextReady, nextDeadline);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lastRound = time.GetTimestamp();
        awaitingHeartbeats = (lastRound, PatienceAtStart);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LongestPause;
            try
            {
                pause = await RunOnceAsync(stoppingToken);
                lastRound = time.GetTimestamp();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                JobLog.UpkeepFailed(logger, nameof(UpkeepLoop), exception.Message);
                awaitingHeartbeats = (time.GetTimestamp(), Patience(time.GetElapsedTime(lastRound)));
            }

            await WaitAsync(pause, stoppingToken);
        }
    }

    /// <summary>
    /// Leases may have run out only because heartbeats could not be recorded: this Core has just started, or the database was
    /// away. Then workers get the time they missed, and only claims made since are judged; null judges all.
    /// </summary>
    private TimeSpan? HeartbeatsPossibleFor()
    {
        if (awaitingHeartbeats is { } waiting && time.GetElapsedTime(waiting.Since) is var elapsed && elapsed < waiting.Patience)
        {
            return elapsed;
        }

        awaitingHeartbeats = null;
        return null;
    }

    private TimeSpan Patience(TimeSpan outage)
    {
        var left = awaitingHeartbeats is { } waiting ? waiting.Patience - time.GetElapsedTime(waiting.Since) : TimeSpan.Zero;
        var longest = outage > left ? outage : left;
        return longest < MostPatience ? longest : MostPatience;
    }

    private static TimeSpan Pause(double? nextReady, double? nextDeadline)
    {
        var seconds = Math.Min(nextReady ?? double.MaxValue, nextDeadline ?? double.MaxValue);
        return seconds >= LongestPause.TotalSeconds ? LongestPause
            : TimeSpan.FromSeconds(Math.Max(seconds, ShortestPause.TotalSeconds));
    }

    private async Task<long> RetainAsync(CancellationToken cancellationToken)
    {
        if (lastRetention is { } last && time.GetElapsedTime(last) < RetentionPause)
        {
            return 0;
        }

        if (options.Value.RetentionDays > 0)
        {
            var removed = await upkeep.RemoveOldAsync(options.Value.RetentionDays, time.GetUtcNow(), cancellationToken);
            if (removed > 0)
            {
                // More may wait: the next batch comes with the next round, so that no transaction grows long.
                JobLog.OldJobsRemoved(logger, removed);
                return removed;
            }
        }

        await upkeep.RemoveOutputAsync(cancellationToken);
        lastRetention = time.GetTimestamp();
        return 0;
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var slept = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var sleep = Task.Delay(pause, time, slept.Token);
        var woken = wake.WaitAsync(slept.Token);
        await Task.WhenAny(sleep, woken);
        await slept.CancelAsync();
        await Task.WhenAll(sleep, woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void TryWake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread woke it in the same moment.
        }
    }
}
