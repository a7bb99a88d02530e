namespace LlmMcp.EmbeddedPostgres;

/// <summary>How a server is told to stop.</summary>
public enum StopMode
{
    /// <summary>Open transactions are rolled back and the files are left clean; the usual way.</summary>
    Fast,

    /// <summary>As if the power had gone: the next start recovers from the write-ahead log. For crash tests.</summary>
    Immediate,
}
