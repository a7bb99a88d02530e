using System.Collections.Immutable;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Incidents;

namespace LlmMcp.Telemetry.Store;

/// <summary>Who this process was when Core was last seen.</summary>
internal enum Role
{
    /// <summary>Core was never seen.</summary>
    Unknown,

    /// <summary>The one that watches.</summary>
    Watcher,

    /// <summary>Another one does.</summary>
    Standby,
}

/// <summary>What cannot be stored while Core is unreachable. Bounded: there are two things that can be wrong then.</summary>
internal sealed record SpoolState
{
    public const int MostMessages = 100;
    public const int MostFinishes = 200;

    /// <summary>The Core this is about.</summary>
    public string CoreUrl { get; init; } = "";

    public Role Role { get; init; }

    public DateTimeOffset? MuteUntil { get; init; }

    /// <summary>What was seen without Core.</summary>
    public BookState Book { get; init; } = BookState.Empty;

    /// <summary>What was told without Core, or is to be.</summary>
    public ImmutableList<SpooledMessage> Messages { get; init; } = [];

    /// <summary>How sending ended, of messages that Core handed out before it was gone.</summary>
    public ImmutableList<Finish> Finishes { get; init; } = [];

    /// <summary>Whether there is something for Core to know.</summary>
    public bool HasNews => Book.Incidents.Count > 0 || Messages.Count > 0;
}

/// <summary>A message that Core does not know of yet.</summary>
/// <param name="Draft">With its id in the channel once it was sent.</param>
/// <param name="Tried">It may have arrived.</param>
/// <param name="Settled">It says its text.</param>
internal sealed record SpooledMessage(Draft Draft, bool Tried, bool Settled);
