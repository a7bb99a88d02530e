using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Runs <see cref="NodeWatch"/> in its interval and says what changed.</summary>
internal sealed class NodeWatchLoop(NodeWatch watch, IOptions<FleetOptions> options, TimeProvider time, ILogger<NodeWatchLoop> logger) : RoundLoop(time)
{
    private readonly HashSet<string> silent = [];
    private HashSet<string> mistakes = [];

    protected override TimeSpan Pause => options.Value.ProbeInterval > TimeSpan.Zero ? options.Value.ProbeInterval : Timeout.InfiniteTimeSpan;

    protected override async Task RoundAsync(CancellationToken cancellationToken) => Tell(await watch.GlanceAsync(cancellationToken));

    protected override void Failed(Exception exception) => FleetLog.RoundFailed(logger, exception.Message);

    /// <summary>A node is mentioned when it falls silent and when it is back, a mistake when it is new; not every round.</summary>
    private void Tell(FleetReport report)
    {
        foreach (var mistake in report.Mistakes.Where(mistake => !mistakes.Contains(mistake)))
        {
            FleetLog.BadEntry(logger, mistake);
        }

        mistakes = [.. report.Mistakes];
        foreach (var (id, reason) in report.Silent.Where(node => silent.Add(node.Key)))
        {
            FleetLog.NodeSilent(logger, id, reason);
        }

        foreach (var id in silent.Where(id => !report.Silent.ContainsKey(id)).ToList())
        {
            silent.Remove(id);
            FleetLog.NodeBack(logger, id);
        }

        foreach (var id in report.WentOffline)
        {
            FleetLog.WentOffline(logger, id);
        }
    }
}
