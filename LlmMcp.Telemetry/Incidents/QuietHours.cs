namespace LlmMcp.Telemetry.Incidents;

/// <summary>Hours of the day in which only what is critical is told.</summary>
/// <param name="From">The first minute.</param>
/// <param name="Until">The first minute after; earlier than <paramref name="From"/> when the night lies between.</param>
internal sealed record QuietHours(TimeOnly From, TimeOnly Until)
{
    /// <summary>Reads <c>23:00-07:00</c>; null when it is nothing of the kind.</summary>
    public static QuietHours? Parse(string text) =>
        text.Split('-', StringSplitOptions.TrimEntries) is [var from, var until]
        && TimeOnly.TryParseExact(from, "H:mm", out var first) && TimeOnly.TryParseExact(until, "H:mm", out var last) && first != last
            ? new QuietHours(first, last)
            : null;

    /// <summary>Whether a time of day lies within.</summary>
    public bool Contains(TimeOnly time) => time.IsBetween(From, Until);
}
