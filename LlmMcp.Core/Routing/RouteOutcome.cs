using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>What routing says to a request.</summary>
internal abstract record RouteOutcome
{
    private RouteOutcome()
    {
    }

    /// <summary>It can be queued.</summary>
    /// <param name="Kind">The job's kind.</param>
    /// <param name="Provider">Who answers.</param>
    /// <param name="Model">The model; empty where the worker's default is meant.</param>
    /// <param name="Payload">UTF-8 JSON.</param>
    /// <param name="TimeoutSeconds">Limit of one attempt; 0 means the kind's own.</param>
    /// <param name="Reasons">Why, a sentence each, in the order of the decisions.</param>
    public sealed record Decided(
        string Kind, string Provider, string Model, ReadOnlyMemory<byte> Payload, int TimeoutSeconds, IReadOnlyList<string> Reasons) : RouteOutcome;

    /// <summary>It cannot.</summary>
    public sealed record Refused(ApiError Error) : RouteOutcome;
}
