using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>Ends idle sessions from time to time, and all of them when the process stops.</summary>
internal sealed class SessionSweep(SessionTable sessions, IOptions<BridgeOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Clamp(options.Value.SessionIdleSeconds / 10, 1, 60)), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await sessions.SweepAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }

        await sessions.EndAllAsync();
    }
}
