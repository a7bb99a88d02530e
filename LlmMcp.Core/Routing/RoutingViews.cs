using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Routing;

/// <summary>What decisions know beside request and fleet, as it is now.</summary>
internal sealed class RoutingViews(IOptions<CloudOptions> cloud, IOptions<LimitOptions> limits, RoutingDefaults defaults, IBacklogSource backlog)
{
    private volatile RoutingView? last;

    /// <summary>The same object until something in it changes, as answers are remembered by it.</summary>
    public RoutingView Current
    {
        get
        {
            var now = backlog.Current;
            return last is { } known && ReferenceEquals(known.Backlog, now)
                ? known
                : last = new RoutingView(cloud.Value.Keys, defaults, limits.Value.IsStrict, now);
        }
    }
}
