using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// Feels the database's pulse every two seconds, so that health and metrics answer from memory: under load they take no
/// connection from those who work.
/// </summary>
internal sealed class PulseLoop(DashboardReader reader, TimeProvider time, ILogger<PulseLoop> logger) : RoundLoop(time)
{
    // A pool that is full for a moment is load; one that is full this long is a failure.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private volatile Pulse last = Pulse.None;
    private volatile string failure = "";

    /// <summary>The last look that succeeded.</summary>
    public Pulse Last => last;

    /// <summary>Why the newest look failed; empty when it succeeded.</summary>
    public string Failure => failure;

    /// <summary>True when a look succeeded lately.</summary>
    public bool Beats => last != Pulse.None && Time.GetElapsedTime(last.ReadAt) < Patience;

    /// <summary>One look.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        last = await reader.ReadPulseAsync(cancellationToken);
        failure = "";
    }

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Failed(Exception exception)
    {
        if (failure.Length == 0)
        {
            DashboardLog.PulseLost(logger, exception.Message);
        }

        failure = "The database does not answer.";
    }
}

/// <summary>Log messages of the dashboard. Event ids 2500-2599.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(2500, LogLevel.Warning, "The database does not answer ({Reason}); health says so until it does.")]
    public static partial void PulseLost(ILogger logger, string reason);
}
