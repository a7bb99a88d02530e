namespace LlmMcp.Telemetry.Incidents;

/// <summary>How quiet it is to be.</summary>
internal enum Hush
{
    /// <summary>Everything is told.</summary>
    None,

    /// <summary>Only what is critical is told; the rest waits.</summary>
    Quiet,

    /// <summary>Nothing is told; all of it waits.</summary>
    Mute,
}
