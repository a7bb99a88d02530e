using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Jobs.Tallies;

/// <summary>Folds the counters every few seconds, and counts anew once a day.</summary>
internal sealed class TallyLoop(JobTallies tallies, TimeProvider time, ILogger<TallyLoop> logger) : RoundLoop(time)
{
    private static readonly TimeSpan CorrectInterval = TimeSpan.FromHours(24);

    // Not at the start: a restart during the day must not read the whole table.
    private long corrected = time.GetTimestamp();

    protected override TimeSpan FirstPause => Pause;

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(5);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await tallies.FoldAsync(cancellationToken);
        if (Time.GetElapsedTime(corrected) >= CorrectInterval && await tallies.CorrectAsync(cancellationToken))
        {
            corrected = Time.GetTimestamp();
        }
    }

    // What was logged stays there until it is folded.
    protected override void Failed(Exception exception) => JobLog.UpkeepFailed(logger, nameof(TallyLoop), exception.Message);
}
