namespace LlmMcp.EmbeddedPostgres;

/// <summary>What a postmaster.pid means once we own the data.</summary>
internal enum PostmasterTrace
{
    /// <summary>Its process is gone, or the number belongs to some other program now.</summary>
    Stale,

    /// <summary>A server of ours whose owner was killed and which has not gone down yet.</summary>
    Orphan,

    /// <summary>A server that somebody else started on our cluster.</summary>
    Foreign,
}

/// <summary>What is known about the process that a postmaster.pid names.</summary>
/// <param name="IsAlive">Whether it exists.</param>
/// <param name="ServesCluster">Whether it is a server that works in the cluster's directory.</param>
/// <param name="StartedByUs">Whether its command line carries the name we give every server.</param>
internal readonly record struct PostmasterFacts(bool IsAlive, bool ServesCluster, bool StartedByUs)
{
    /// <summary>The decision: a server of a stranger is never touched, and never mistaken for a leftover.</summary>
    public PostmasterTrace Judge() => this switch
    {
        { IsAlive: false } => PostmasterTrace.Stale,
        { ServesCluster: false } => PostmasterTrace.Stale,
        { StartedByUs: true } => PostmasterTrace.Orphan,
        _ => PostmasterTrace.Foreign,
    };
}
