using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Costs.OpenRouter;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>Costs over HTTP.</summary>
internal static class CostsApi
{
    private const int MostListed = 500;
    private const int UsuallyListed = 50;
    private static readonly Dictionary<string, int> Days = new() { ["day"] = 1, ["week"] = 7, ["month"] = 30 };
    private static readonly ApiError UnknownPeriod = ApiError.BadField("period", $"period must be one of {string.Join(", ", Days.Keys)}.");

    public static void MapCostReports(this IEndpointRouteBuilder routes)
    {
        var costs = routes.MapGroup("/v1/costs").WithTags("Costs").RequireSurface(Surface.Client);
        costs.MapGet("", ListAsync).WithName("ListCosts").WithSummary("What single answers cost, newest first");
        costs.MapGet("/summary", SummarizeAsync).WithName("SummarizeCosts").WithSummary("What the last day, week or month cost");
        costs.MapGet("/series", SeriesAsync).WithName("SeriesOfCosts").WithSummary("What was spent when, by hour or day");
        costs.MapGet("/balance", BalanceAsync).WithName("GetBalance").WithSummary("What is left at OpenRouter, and what was spent");
    }

    private static async Task<IResult> SummarizeAsync(string? period, string? by, CostReports reports, CancellationToken cancellationToken)
    {
        period = string.IsNullOrEmpty(period) ? "day" : period;
        if (!Days.TryGetValue(period, out var days))
        {
            return UnknownPeriod.ToResult();
        }

        return string.IsNullOrEmpty(by) || CostSummary.Groupings.Contains(by)
            ? JsonReply.Ok(await reports.SummarizeAsync(period, days, by ?? "", cancellationToken))
            : ApiError.BadField("by", $"by must be one of {string.Join(", ", CostSummary.Groupings)}.").ToResult();
    }

    private static async Task<IResult> SeriesAsync(string? period, string? by, CostReports reports, CancellationToken cancellationToken)
    {
        (period, by) = (string.IsNullOrEmpty(period) ? "week" : period, string.IsNullOrEmpty(by) ? "provider" : by);
        return !Days.TryGetValue(period, out var days) ? UnknownPeriod.ToResult()
            : !CostSeries.Groupings.Contains(by) ? ApiError.BadField("by", $"by must be one of {string.Join(", ", CostSeries.Groupings)}.").ToResult()
            : JsonReply.Ok(await reports.SeriesAsync(period, days, by, cancellationToken));
    }

    private static async Task<IResult> ListAsync(string? limit, string? after, CostReports reports, CancellationToken cancellationToken)
    {
        var count = UsuallyListed;
        if (!string.IsNullOrEmpty(limit) && !(int.TryParse(limit, out count) && count is >= 1 and <= MostListed))
        {
            return ApiError.BadField("limit", $"limit must be 1 to {MostListed}.").ToResult();
        }

        Guid id = default;
        if (!string.IsNullOrEmpty(after) && !Guid.TryParse(after, out id))
        {
            return ApiError.BadField("after", "after must be the id of a cost: `next` of the page before.").ToResult();
        }

        var items = await reports.ListAsync(string.IsNullOrEmpty(after) ? null : id, count, cancellationToken);
        return JsonReply.Ok(new CostList(items, items.Count == count ? items[^1].Id : null));
    }

    private static async Task<IResult> BalanceAsync(CostReports reports, OpenRouterBalance balance, CancellationToken cancellationToken)
    {
        var account = balance.GetAsync(cancellationToken);
        var (day, week, month) = await reports.SpendAsync(cancellationToken);
        var models = await reports.TopModelsAsync(cancellationToken);
        var known = await account;
        return JsonReply.Ok(new CostBalance(known?.Left, known?.Used, day, week, month, models));
    }
}
