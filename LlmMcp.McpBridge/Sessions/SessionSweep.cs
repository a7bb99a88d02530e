using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Sessions;

/// <summary>Ends idle sessions from time to time, and all of them when the process stops.</summary>
internal sealed class SessionSweep(SessionTable sessions, IOptions<BridgeOptions> options, TimeProvider time, ILogger<SessionSweep> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => TimeSpan.FromSeconds(Math.Clamp(options.Value.SessionIdleSeconds / 10, 1, 60));

    protected override Task RoundAsync(CancellationToken cancellationToken) => sessions.SweepAsync();

    protected override void Failed(Exception exception) => BridgeLog.RoundFailed(logger, exception);

    protected override Task LeaveAsync() => sessions.EndAllAsync();
}
