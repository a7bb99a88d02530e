namespace LlmMcp.Core.Benchmarks;

/// <summary>Log messages of benchmarks. Event ids 2400-2499.</summary>
internal static partial class BenchmarkLog
{
    [LoggerMessage(2400, LogLevel.Information, "Measuring {Model} on {DeviceId}: it is idle, and nothing is known of the speed there.")]
    public static partial void Started(ILogger logger, string model, string deviceId);

    [LoggerMessage(2401, LogLevel.Warning, "A planned benchmark was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(2402, LogLevel.Warning, "Looking for benchmarks failed ({Reason}); the next round tries again.")]
    public static partial void SweepFailed(ILogger logger, string reason);
}
