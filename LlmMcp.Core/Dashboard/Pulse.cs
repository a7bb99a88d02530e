namespace LlmMcp.Core.Dashboard;

/// <summary>A short look at the database that succeeded.</summary>
/// <param name="Facts">The counters; fleet, costs and the like are not among them.</param>
/// <param name="Latency">A connection and a statement that does nothing.</param>
/// <param name="Connections">Of the database, by whomever.</param>
/// <param name="ReadAt">When, as a timestamp of the clock.</param>
internal sealed record Pulse(DashboardFacts Facts, TimeSpan Latency, ConnectionCounts Connections, long ReadAt)
{
    /// <summary>Before the first look.</summary>
    public static Pulse None { get; } = new(new DashboardFacts { At = DateTimeOffset.UnixEpoch }, TimeSpan.Zero, new ConnectionCounts(0, 0, 0), 0);
}

/// <summary>Connections of the database, and the most its server allows.</summary>
internal sealed record ConnectionCounts(long Active, long Idle, int Max);
