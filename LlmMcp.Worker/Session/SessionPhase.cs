namespace LlmMcp.Worker.Session;

/// <summary>Where a worker is in its life.</summary>
internal enum SessionPhase
{
    /// <summary>No session with Core; it keeps trying.</summary>
    Connecting,

    /// <summary>It takes jobs.</summary>
    Working,

    /// <summary>It was told to stop and finishes what it has.</summary>
    Draining,

    /// <summary>It has ended.</summary>
    Stopped,
}
