using System.Collections.Immutable;

namespace LlmMcp.Telemetry.Incidents;

/// <summary>What is remembered from look to look, beside the incidents. Stored with them, so a restart forgets nothing.</summary>
internal sealed record WatchMemory
{
    /// <summary>False before the first look, which tells nothing.</summary>
    public bool Started { get; init; }

    /// <summary>By identity.</summary>
    public ImmutableSortedDictionary<string, Track> Tracks { get; init; } = ImmutableSortedDictionary<string, Track>.Empty;

    /// <summary>Up to when failed jobs were looked at.</summary>
    public DateTimeOffset? FailuresUntil { get; init; }

    /// <summary>Events seen lately, and when they happened: those that a look may show twice.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Events { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Messages that may still change, the oldest first.</summary>
    public ImmutableList<Bulletin> Bulletins { get; init; } = [];
}

/// <summary>How something came and went.</summary>
/// <param name="TrueSince">Since when it is so, while it is not yet told.</param>
/// <param name="ClearSince">Since when it is over, while it is not yet closed.</param>
/// <param name="Openings">When it opened, within the last hour.</param>
internal sealed record Track(DateTimeOffset? TrueSince, DateTimeOffset? ClearSince, ImmutableList<DateTimeOffset> Openings)
{
    public static readonly Track None = new(null, null, []);
}

/// <summary>A message and the lines it has.</summary>
/// <param name="Id">Of the message, the same in every channel.</param>
/// <param name="At">When it was first written.</param>
/// <param name="GrownAt">When a line was last added.</param>
/// <param name="Lines">By incident.</param>
internal sealed record Bulletin(Guid Id, DateTimeOffset At, DateTimeOffset GrownAt, ImmutableList<BulletinLine> Lines);

/// <summary>A line of a bulletin.</summary>
/// <param name="Incident">That it is about.</param>
/// <param name="Text">As it reads now.</param>
/// <param name="Group">What it has in common with others; empty when nothing.</param>
internal sealed record BulletinLine(Guid Incident, string Text, string Group);
