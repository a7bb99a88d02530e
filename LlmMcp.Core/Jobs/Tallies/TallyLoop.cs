using Npgsql;

namespace LlmMcp.Core.Jobs.Tallies;

/// <summary>Folds the counters every few seconds, and counts anew once a day.</summary>
internal sealed class TallyLoop(JobTallies tallies, TimeProvider time, ILogger<TallyLoop> logger) : BackgroundService
{
    private static readonly TimeSpan FoldInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CorrectInterval = TimeSpan.FromHours(24);

    private long corrected;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not at the start: a restart during the day must not read the whole table.
        corrected = time.GetTimestamp();
        using var timer = new PeriodicTimer(FoldInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Core stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tallies.FoldAsync(cancellationToken);
            if (time.GetElapsedTime(corrected) >= CorrectInterval && await tallies.CorrectAsync(cancellationToken))
            {
                corrected = time.GetTimestamp();
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            JobLog.UpkeepFailed(logger, nameof(TallyLoop), exception.Message);
        }
    }
}
