using LlmMcp.Telemetry.Incidents;

namespace LlmMcp.Telemetry.Texts;

/// <summary>A bulletin as people read it, in the deployed system's form.</summary>
internal static class BulletinText
{
    /// <summary>Lines shown of a mass of them.</summary>
    public const int MostShown = 12;

    /// <summary>Header and lines.</summary>
    public static IReadOnlyList<string> Lines(DateTimeOffset at, IReadOnlyList<string> lines, TimeZoneInfo zone) =>
    [
        $"LLM Alert  {TimeZoneInfo.ConvertTime(at, zone):HH:mm:ss}{(lines.Count > MostShown ? $"  {lines.Count} at once" : "")}",
        .. lines.Take(MostShown),
        .. lines.Count > MostShown ? [$"… and {lines.Count - MostShown} more"] : Array.Empty<string>(),
    ];

    public static IReadOnlyList<string> Lines(Bulletin bulletin, TimeZoneInfo zone) =>
        Lines(bulletin.At, [.. bulletin.Lines.Select(static line => line.Text)], zone);
}
