namespace LlmMcp.Telemetry;

/// <summary>
/// Telemetry before anybody set whom to tell: it says so once and waits. It does not end, because a compose file, a unit or a
/// Deployment would start it again and again.
/// </summary>
internal sealed class NobodyToTell(ILogger<NobodyToTell> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TelemetryLog.NobodyToTell(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
