using System.Text.Json.Serialization;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>The answer of <c>GET /v1/costs/balance</c>.</summary>
/// <param name="OpenrouterBalanceUsd">What is left; null without a key, without a limit, and while OpenRouter does not answer.</param>
/// <param name="OpenrouterUsageUsd">What was used; absent when OpenRouter was not asked or did not answer.</param>
/// <param name="SpendTodayUsd">The last 24 hours, all providers.</param>
/// <param name="SpendWeekUsd">The last 7 days.</param>
/// <param name="SpendMonthUsd">The last 30 days.</param>
/// <param name="TopModels">The ten dearest of the last 30 days.</param>
internal sealed record CostBalance(
    decimal? OpenrouterBalanceUsd,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? OpenrouterUsageUsd,
    decimal SpendTodayUsd, decimal SpendWeekUsd, decimal SpendMonthUsd, IReadOnlyList<TopModel> TopModels);

/// <summary>What one model cost.</summary>
internal sealed record TopModel(string Model, long Requests, long TokensIn, long TokensOut, decimal CostUsd);
