using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;

namespace LlmMcp.McpBridge.Tools.Costs;

/// <summary>What answers cost.</summary>
internal sealed class CostsTool(CoreHttp core) : HubTool<CostsArguments, CostsReport>(new ToolFacts(
    "llm_costs", "What did it cost?",
    "Sum up what answers cost in the last day, week or month, by provider, and with by also by model, source, client, device or day. Local answers cost nothing but are counted.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<CostsReport>> CallAsync(CostsArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var period = arguments.Period ?? Periods.Usual;
        var by = arguments.By == "provider" ? null : arguments.By;
        var summary = await core.GetAsync(CorePaths.With(CorePaths.CostSummary, ("period", period), ("by", by)), cancellationToken);
        var groups = by is null ? [] : summary.Items($"by_{by}");
        var left = groups.Count - ToolBounds.Items;
        return new ToolAnswer<CostsReport>(
            new CostsReport
            {
                Period = period,
                TotalCostUsd = summary.Money("total_cost_usd") ?? 0,
                TotalRequests = summary.Whole("total_requests") ?? 0,
                ByProvider = summary.Items("by_provider"),
                By = by,
                Groups = by is null ? null : [.. groups.Take(ToolBounds.Items)],
                NotShown = left > 0 ? left : null,
            },
            left > 0 ? [ResourceLinks.Costs(period)] : []);
    }
}

/// <summary>Windows costs are summed up over.</summary>
internal static class Periods
{
    public const string Usual = "day";

    public static readonly IReadOnlyList<string> All = ["day", "week", "month"];
}

/// <summary>The arguments of <c>llm_costs</c>.</summary>
internal sealed record CostsArguments
{
    [Description("The last day (the default), week or month.")]
    [AllowedValues("day", "week", "month")]
    public string? Period { get; init; }

    [Description("Group by this as well.")]
    [AllowedValues("provider", "model", "source", "client", "device", "day")]
    public string? By { get; init; }
}

/// <summary>Sums of costs.</summary>
internal sealed record CostsReport
{
    public required string Period { get; init; }

    public required decimal TotalCostUsd { get; init; }

    public required long TotalRequests { get; init; }

    [Description("provider, cost_usd, jobs, tokens_in, tokens_out of each.")]
    public required IReadOnlyList<JsonElement> ByProvider { get; init; }

    public string? By { get; init; }

    [Description("The groups asked for, the most expensive first.")]
    public IReadOnlyList<JsonElement>? Groups { get; init; }

    public int? NotShown { get; init; }
}

/// <summary>What is left at OpenRouter.</summary>
internal sealed class BalanceTool(CoreHttp core) : HubTool<NoArguments, BalanceReport>(new ToolFacts(
    "llm_balance", "What is left at OpenRouter?",
    "See what is left at OpenRouter, what was spent today, this week and this month with all providers, and the most expensive models of 30 days.")
    {
        ReadOnly = true,
        OpenWorld = true,
    })
{
    protected override async Task<ToolAnswer<BalanceReport>> CallAsync(NoArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var balance = await core.GetAsync(CorePaths.Balance, cancellationToken);
        return new ToolAnswer<BalanceReport>(new BalanceReport
        {
            OpenrouterBalanceUsd = balance.Money("openrouter_balance_usd"),
            OpenrouterUsageUsd = balance.Money("openrouter_usage_usd"),
            SpendTodayUsd = balance.Money("spend_today_usd") ?? 0,
            SpendWeekUsd = balance.Money("spend_week_usd") ?? 0,
            SpendMonthUsd = balance.Money("spend_month_usd") ?? 0,
            TopModels = balance.Items("top_models"),
        });
    }
}

/// <summary>What is left and what was spent.</summary>
internal sealed record BalanceReport
{
    [Description("Left out without a key, without a limit, and while OpenRouter does not answer.")]
    public decimal? OpenrouterBalanceUsd { get; init; }

    public decimal? OpenrouterUsageUsd { get; init; }

    public required decimal SpendTodayUsd { get; init; }

    public required decimal SpendWeekUsd { get; init; }

    public required decimal SpendMonthUsd { get; init; }

    [Description("model, requests, tokens_in, tokens_out, cost_usd of each.")]
    public required IReadOnlyList<JsonElement> TopModels { get; init; }
}
