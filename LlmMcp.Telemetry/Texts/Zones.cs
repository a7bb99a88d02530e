namespace LlmMcp.Telemetry.Texts;

/// <summary>In which time zone people read.</summary>
internal static class Zones
{
    public static TimeZoneInfo Of(TelemetryOptions options) =>
        options.TimeZone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) ? zone : TimeZoneInfo.Local;
}
