namespace LlmMcp.Telemetry.Store;

/// <summary>What this process calls itself. New with each start: what an earlier one was sending when it ended may have arrived.</summary>
internal sealed class WatcherName
{
    public string Value { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";
}
