using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>For ten minutes more jobs came than went, and enough of them wait to matter.</summary>
internal sealed class BacklogGrowing : IRule
{
    private const int Minutes = 10;

    public string Name => "backlog_growing";

    public Family Family => Family.Queue;

    public TimeSpan OpenAfter => TimeSpan.FromMinutes(1);

    public TimeSpan CloseAfter => TimeSpan.FromMinutes(2);

    public IEnumerable<Finding> See(Look look, AlertSettings settings)
    {
        var (came, went) = Flow(look);
        var waits = look.Dashboard.Queued;
        if (waits >= settings.BacklogFloor && came > went * 1.2)
        {
            yield return new Finding("", "queue", $"Backlog grows: {waits} queued, {PerMinute(came)} a minute come, {PerMinute(went)} go");
        }
        else if (waits >= settings.BacklogFloor && came > went)
        {
            // Neither grows enough to be told nor shrinks.
            yield return Finding.Unclear("");
        }
    }

    public string? Over(string key, string subject, TimeSpan lasted, Look look) =>
        $"Backlog no longer grows: {look.Dashboard.Queued} queued (after {Ages.Of(lasted)})";

    // The minute that still runs is left out.
    private static (long Came, long Went) Flow(Look look)
    {
        var minutes = look.Dashboard.Throughput.Where(minute => minute.At <= look.At - TimeSpan.FromMinutes(1)).TakeLast(Minutes).ToList();
        return (minutes.Sum(static minute => minute.Submitted), minutes.Sum(static minute => minute.Done + minute.Error + minute.Canceled));
    }

    private static string PerMinute(long jobs) => ((double)jobs / Minutes).ToString("0.#");
}
