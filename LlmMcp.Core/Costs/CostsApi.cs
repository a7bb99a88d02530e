using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Costs;

/// <summary>Costs over HTTP.</summary>
internal static class CostsApi
{
    private static readonly Dictionary<string, int> Days = new() { ["day"] = 1, ["week"] = 7, ["month"] = 30 };

    public static void MapCostSummary(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/costs/summary", SummarizeAsync).WithName("SummarizeCosts").WithSummary("What the last day, week or month cost")
        .RequireSurface(Surface.Client);

    private static async Task<IResult> SummarizeAsync(string? period, Database database, CancellationToken cancellationToken)
    {
        period = string.IsNullOrEmpty(period) ? "day" : period;
        if (!Days.TryGetValue(period, out var days))
        {
            return ApiError.BadField("period", $"period must be one of {string.Join(", ", Days.Keys)}.").ToResult();
        }

        var providers = new List<ProviderCost>();
        await using var command = database.Command(CostSql.Summarize).With("days", days);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            providers.Add(new ProviderCost(rows.GetString(0), rows.GetDecimal(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4)));
        }

        return JsonReply.Ok(CostSummary.Of(period, providers));
    }
}

/// <summary>The answer of <c>GET /v1/costs/summary</c>, with the keys of both generations of clients.</summary>
internal sealed record CostSummary(
    string Period, decimal TotalCost, long TotalJobs, decimal TotalCostUsd, long TotalRequests, IReadOnlyList<ProviderCost> ByProvider)
{
    public static CostSummary Of(string period, IReadOnlyList<ProviderCost> providers)
    {
        var (cost, jobs) = (providers.Sum(static provider => provider.CostUsd), providers.Sum(static provider => provider.Jobs));
        return new CostSummary(period, cost, jobs, cost, jobs, providers);
    }
}

/// <summary>What one provider cost.</summary>
internal sealed record ProviderCost(string Provider, decimal CostUsd, long Jobs, long TokensIn, long TokensOut);
