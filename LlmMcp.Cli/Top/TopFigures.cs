using System.Text.Json;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Top;

/// <summary>The numbers of the header.</summary>
/// <param name="Queued">Jobs that are ready.</param>
/// <param name="Waiting">Jobs that start later, say after a failed attempt.</param>
/// <param name="OldestSeconds">How long the oldest of the ready ones waits.</param>
/// <param name="Running">Jobs that run.</param>
/// <param name="DonePerMinute">Jobs done in the last whole minute.</param>
/// <param name="ErrorsPerMinute">Jobs failed in it.</param>
/// <param name="Used">Slots in use.</param>
/// <param name="Total">Slots.</param>
/// <param name="Workers">Workers that are online.</param>
/// <param name="CostToday">USD of the last 24 hours.</param>
internal sealed record TopFigures(
    long Queued, long Waiting, double? OldestSeconds, long Running, long DonePerMinute, long ErrorsPerMinute, long Used, long Total, long Workers, decimal CostToday)
{
    public static TopFigures Of(JsonElement dashboard)
    {
        var queue = dashboard.Member("queue") ?? default;
        var slots = dashboard.Member("slots") ?? default;
        var minutes = dashboard.Items("throughput");
        // The newest has only begun.
        var minute = minutes.Count > 1 ? minutes[^2] : default;
        return new TopFigures(
            queue.Whole("queued") ?? 0, queue.Whole("waiting") ?? 0, queue.Number("oldest_seconds"),
            (dashboard.Member("jobs") ?? default).Whole("running") ?? 0, minute.Whole("done") ?? 0, minute.Whole("error") ?? 0,
            slots.Whole("used") ?? 0, slots.Whole("total") ?? 0, dashboard.Whole("workers_online") ?? 0,
            (dashboard.Member("costs") ?? default).Money("today") ?? 0);
    }
}
