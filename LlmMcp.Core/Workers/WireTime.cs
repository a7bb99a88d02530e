using System.Globalization;

namespace LlmMcp.Core.Workers;

/// <summary>Times as the gRPC contract writes them.</summary>
internal static class WireTime
{
    /// <summary>UTC RFC 3339 with whole seconds, such as <c>2026-02-05T12:00:00Z</c>.</summary>
    public static string Seconds(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Seconds(DateTime)"/>; the empty string when there is none.</summary>
    public static string Seconds(DateTime? time) => time is { } value ? Seconds(value) : "";
}
