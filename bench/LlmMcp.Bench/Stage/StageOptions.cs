namespace LlmMcp.Bench.Stage;

/// <summary>How a stage differs from what <c>up</c> starts.</summary>
internal sealed record StageOptions
{
    /// <summary>Server parameters beside the usual ones. fsync and synchronous_commit are on unless said otherwise here.</summary>
    public Dictionary<string, string> Parameters { get; init; } = [];

    /// <summary>Collect statement statistics (needs PostgreSQL's contrib modules; costs some speed).</summary>
    public bool Profile { get; init; }
}
