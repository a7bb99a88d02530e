using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Watching;

/// <summary>How quiet it is to be now.</summary>
internal static class Hushes
{
    public static Hush Of(TelemetryOptions options, DateTimeOffset? muteUntil, DateTimeOffset now) =>
        muteUntil > now ? Hush.Mute
        : QuietHours.Parse(options.QuietHours) is { } quiet && quiet.Contains(TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(now, Zones.Of(options)).TimeOfDay)) ? Hush.Quiet
        : Hush.None;
}
