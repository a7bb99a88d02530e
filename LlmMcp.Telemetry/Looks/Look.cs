namespace LlmMcp.Telemetry.Looks;

/// <summary>How far a look got.</summary>
internal enum Reach
{
    /// <summary>All the way.</summary>
    Whole,

    /// <summary>Core answers, its database does not.</summary>
    NoDatabase,

    /// <summary>Core does not answer.</summary>
    NoCore,
}

/// <summary>What there was to see at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Reach">How far the look got; with less than <see cref="Reach.Whole"/> the rest is empty.</param>
/// <param name="Reason">Why it got no further.</param>
/// <param name="Dashboard">Everything at a glance.</param>
/// <param name="Failures">Jobs that failed for good since the look before, in that order.</param>
internal sealed record Look(DateTimeOffset At, Reach Reach, string Reason, Dashboard Dashboard, IReadOnlyList<Failure> Failures)
{
    public static Look Of(DateTimeOffset at, Dashboard dashboard, params IReadOnlyList<Failure> failures) => new(at, Reach.Whole, "", dashboard, failures);

    public static Look Blind(DateTimeOffset at, Reach reach, string reason) => new(at, reach, reason, new Dashboard(), []);
}
