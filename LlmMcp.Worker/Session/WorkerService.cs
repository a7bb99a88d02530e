using Microsoft.Extensions.Hosting;

namespace LlmMcp.Worker.Session;

/// <summary>Runs the process's workers for as long as the host lives.</summary>
internal sealed class WorkerService(WorkerSessions sessions) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sessions.All.Select(session => session.RunAsync(stoppingToken)));
}
