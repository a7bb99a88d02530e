using LlmMcp.Telemetry.Store;

namespace LlmMcp.Telemetry;

/// <summary>Answers <c>--health</c>. Telemetry has no port; what tells that it goes its rounds is the time of its last one.</summary>
internal static class TelemetryHealth
{
    /// <summary>A round may wait for an unreachable Core and for a slow Telegram.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(2);

    /// <summary>Writes how it is to <paramref name="output"/> and returns the exit code: 0 when it is well, else 1.</summary>
    /// <param name="settings">What the running telemetry sees too.</param>
    /// <param name="time">Says how long ago the last round was.</param>
    /// <param name="output">Gets one line.</param>
    public static int Ask(IConfiguration settings, TimeProvider time, TextWriter output)
    {
        if (!TelemetrySlice.IsConfigured(settings))
        {
            output.WriteLine("Nobody is to be told.");
            return 0;
        }

        var options = new TelemetryOptions();
        settings.GetSection(TelemetryOptions.Section).Bind(options);
        if (Spool.LastBeat(options.StateDirectory) is not { } last)
        {
            output.WriteLine("No round so far. Telemetry needs a state directory it may write to: TELEMETRY_STATE_DIR.");
            return 1;
        }

        var age = time.GetUtcNow() - last;
        output.WriteLine($"The last round ended {age.TotalSeconds:0} s ago.");
        return age <= TimeSpan.FromSeconds(options.CheckIntervalSeconds) + LongestRound ? 0 : 1;
    }
}
