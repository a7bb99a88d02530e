namespace LlmMcp.Core.Incidents;

/// <summary>How much of everything there may be.</summary>
internal static class IncidentLimits
{
    /// <summary>Incidents that are open or not told to their end.</summary>
    public const int Unsettled = 2_000;

    /// <summary>Incidents in one record.</summary>
    public const int Incidents = 2_000;

    /// <summary>Messages in one record.</summary>
    public const int Messages = 1_000;

    /// <summary>Messages that wait to be sent; older ones are dropped.</summary>
    public const int Waiting = 1_000;

    /// <summary>Messages claimed at once.</summary>
    public const int Claimed = 50;

    /// <summary>Characters of a message.</summary>
    public const int Text = 40_000;

    /// <summary>Characters of an incident's line.</summary>
    public const int Line = 1_000;

    /// <summary>Characters of a name.</summary>
    public const int Name = 400;

    /// <summary>Bytes of what the rules remember.</summary>
    public const int Memory = 1_000_000;

    /// <summary>Bytes of a note.</summary>
    public const int Note = 8_000;
}
