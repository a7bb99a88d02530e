using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>As much was spent as was meant to be. Both windows slide, so what was spent also ages out of them.</summary>
internal sealed class BudgetReached : IRule
{
    private const string Day = "day";

    public string Name => "budget_reached";

    public Family Family => Family.Money;

    public TimeSpan CloseAfter => TimeSpan.FromMinutes(5);

    public IEnumerable<Finding> See(Look look, AlertSettings settings) =>
        Of(Day, "24 hours", look.Dashboard.Costs.Today, settings.DailyBudgetUsd)
            .Concat(Of("month", "30 days", look.Dashboard.Costs.Month, settings.MonthlyBudgetUsd));

    public string? Over(string key, string subject, TimeSpan lasted, Look look) =>
        $"Budget of {subject} holds again: {Money.Of(key == Day ? look.Dashboard.Costs.Today : look.Dashboard.Costs.Month)} spent";

    private static IEnumerable<Finding> Of(string key, string window, decimal spent, decimal? budget)
    {
        if (budget is { } limit && spent >= limit)
        {
            // Only whole tenths of the budget change the line: it is edited, not told anew.
            yield return new Finding(key, window, $"Budget reached: {Percent(spent, limit)}% of {Money.Of(limit)} spent in {window}");
        }
        else if (budget is { } near && spent >= near * 0.9m)
        {
            yield return Finding.Unclear(key);
        }
    }

    private static long Percent(decimal spent, decimal limit) => (long)Math.Min(Math.Floor(spent * 10 / limit) * 10, 100_000);
}
