using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>What a decision knows beside the request and the fleet.</summary>
/// <param name="Keys">Which clouds may be used.</param>
/// <param name="Defaults">What is meant when a request does not say.</param>
/// <param name="StrictLimits">A limit forbids models of which the limited measure is unknown.</param>
/// <param name="Backlog">What waits already.</param>
internal sealed record RoutingView(CloudKeys Keys, RoutingDefaults Defaults, bool StrictLimits, Backlog Backlog);
