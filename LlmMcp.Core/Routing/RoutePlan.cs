namespace LlmMcp.Core.Routing;

/// <summary>Where a need can be met in one picture of the fleet. Filled by a planner, then only read.</summary>
/// <param name="need">The need.</param>
/// <param name="most">Local candidates looked for.</param>
/// <param name="explains">Reasons and rejections are wanted too.</param>
internal sealed class RoutePlan(RouteNeed need, int most, bool explains)
{
    private readonly List<RouteCandidate> candidates = [];
    private readonly List<string> reasons = [];
    private byte[]? record;

    public RouteNeed Need => need;

    /// <summary>Best first; each device once.</summary>
    public IReadOnlyList<RouteCandidate> Candidates => candidates;

    /// <summary>Enough local candidates for whoever asked.</summary>
    public bool IsFull => candidates.Count >= most;

    /// <summary>Whom a job of now is expected to go to; where nobody can take it, whom it waits for. Null when refused.</summary>
    public RouteCandidate? First =>
        (Overflows ? candidates.Find(static candidate => candidate.Preference >= CloudSearch.Preference) : null)
        ?? (candidates.Count > 0 ? candidates[0] : Later);

    /// <summary>
    /// The local candidates are expected to be busy for too long. They stay first: one that is free after all is still better.
    /// </summary>
    public bool Overflows { get; set; }

    /// <summary>Where it will run once a device is back that is away now; null when there is none.</summary>
    public RouteCandidate? Later { get; private set; }

    /// <summary>Why, a sentence each.</summary>
    public IReadOnlyList<string> Reasons => reasons;

    /// <summary>What was not chosen; null when nobody wants to know.</summary>
    public Rejections? Rejected { get; } = explains ? new Rejections() : null;

    /// <summary>Why nothing can ever meet the need, in a contract's word; null when something can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Seconds until a local candidate is expected to have room; null when unknown or none is meant.</summary>
    public double? ExpectedWait { get; set; }

    /// <summary>Some local place was left out for its measured latency.</summary>
    public bool LeftOutSlow { get; set; }

    public void Add(RouteCandidate candidate) => candidates.Add(candidate);

    /// <summary>Keeps the first one.</summary>
    public void AddLater(RouteCandidate candidate) => Later ??= candidate;

    public void Say(string reason)
    {
        if (explains)
        {
            reasons.Add(reason);
        }
    }

    public void Refuse(string word) => Refusal = word;

    /// <summary>The plan's stored form, made once: thousands of jobs may share a plan.</summary>
    public byte[] Remember(Func<byte[]> make) => record ??= make();
}
