using Microsoft.Extensions.Hosting;

namespace LlmMcp.Worker.Session;

/// <summary>
/// Runs the process's workers for as long as the host lives. Hosted services are made before settings are validated, so the
/// workers, which need valid ones, are made when it starts.
/// </summary>
internal sealed class WorkerService(Func<WorkerSessions> sessions) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sessions().All.Select(session => session.RunAsync(stoppingToken)));
}
