namespace LlmMcp.Core.Costs.Reports;

/// <summary>The answer of <c>GET /v1/costs/series</c>: what was spent when, for a chart.</summary>
/// <param name="Period"><c>day</c>, <c>week</c> or <c>month</c>, back from now.</param>
/// <param name="Bucket"><c>hour</c> for a day, else <c>day</c>; of UTC.</param>
/// <param name="By">One of <see cref="Groupings"/>.</param>
/// <param name="Points">Oldest first; buckets without a cost are left out.</param>
internal sealed record CostSeries(string Period, string Bucket, string By, IReadOnlyList<CostPoint> Points)
{
    /// <summary>What <c>by</c> may say.</summary>
    public static readonly IReadOnlyList<string> Groupings = ["provider", "model", "source", "device"];

    /// <summary>Most names; what is beyond them is summed up as <c>other</c>.</summary>
    public const int MostNames = 8;

    /// <summary>The bucket of a period.</summary>
    public static string BucketOf(int days) => days == 1 ? "hour" : "day";
}

/// <summary>One name in one bucket. An empty name stands for jobs without one.</summary>
internal sealed record CostPoint(DateTime At, string Name, decimal CostUsd, long Jobs, long TokensIn, long TokensOut);
