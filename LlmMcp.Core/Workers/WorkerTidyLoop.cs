using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Workers;

/// <summary>Keeps the list of workers true: attached ones are alive, those that fell silent are offline, those long gone are forgotten.</summary>
internal sealed class WorkerTidyLoop(WorkerRegistry registry, AttachedWorkers attached, TimeProvider time, ILogger<WorkerTidyLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause { get; } = TimeSpan.FromMinutes(1);

    // At the start nobody has had the time to attach.
    protected override TimeSpan FirstPause => Pause;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await registry.SeenAsync(attached.Ids, cancellationToken);
        await registry.TidyAsync(cancellationToken);
    }

    // The list stays as it is until the database answers again.
    protected override void Failed(Exception exception) => WorkersLog.TidyFailed(logger, exception.Message);
}
