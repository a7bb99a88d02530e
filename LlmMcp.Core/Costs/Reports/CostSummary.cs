using System.Text.Json.Serialization;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>
/// The answer of <c>GET /v1/costs/summary</c>, with the keys of both generations of clients; beside the providers the grouping
/// that was asked for.
/// </summary>
internal sealed record CostSummary(
    string Period, decimal TotalCost, long TotalJobs, decimal TotalCostUsd, long TotalRequests, IReadOnlyList<CostGroup> ByProvider)
{
    /// <summary>What <c>by</c> may say, beside nothing.</summary>
    public static readonly IReadOnlyList<string> Groupings = ["provider", "model", "source", "client", "device", "day"];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CostGroup>? ByModel { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CostGroup>? BySource { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CostGroup>? ByClient { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CostGroup>? ByDevice { get; init; }

    /// <summary>Days of UTC, the latest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CostGroup>? ByDay { get; init; }

    public static CostSummary Of(string period, string by, IReadOnlyList<CostGroup> providers, IReadOnlyList<CostGroup> groups)
    {
        var (cost, jobs) = (providers.Sum(static provider => provider.CostUsd), providers.Sum(static provider => provider.Jobs));
        return new CostSummary(period, cost, jobs, cost, jobs, providers)
        {
            ByModel = by == "model" ? groups : null,
            BySource = by == "source" ? groups : null,
            ByClient = by == "client" ? groups : null,
            ByDevice = by == "device" ? groups : null,
            ByDay = by == "day" ? [.. groups.OrderByDescending(static group => group.Day, StringComparer.Ordinal)] : null,
        };
    }
}

/// <summary>
/// What one provider, model, source, client, device or day cost: the key it is grouped by, and the sums. An empty name stands for
/// jobs without one, <c>other</c> for all the groups that are not listed.
/// </summary>
internal sealed record CostGroup(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Provider,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Client,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Device,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Day,
    decimal CostUsd, long Jobs, long TokensIn, long TokensOut)
{
    public static CostGroup Of(string by, string name, string? owner, decimal cost, long jobs, long tokensIn, long tokensOut) => new(
        by == "model" ? name : null, by == "provider" ? name : by == "model" ? owner : null, by == "source" ? name : null,
        by == "client" ? name : null, by == "device" ? name : null, by == "day" ? name : null, cost, jobs, tokensIn, tokensOut);
}
