using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>What routing says to a request.</summary>
internal abstract record RouteOutcome
{
    private RouteOutcome()
    {
    }

    /// <summary>It can be queued.</summary>
    /// <param name="Kind">The job's kind, as far as is known now.</param>
    /// <param name="Provider">Who answers, as far as is known now.</param>
    /// <param name="Model">The model; empty where the worker's default is meant.</param>
    /// <param name="Payload">UTF-8 JSON.</param>
    /// <param name="Plan">The candidates and the reasons.</param>
    public sealed record Decided(string Kind, string Provider, string Model, ReadOnlyMemory<byte> Payload, RoutePlan Plan) : RouteOutcome
    {
        /// <summary>What the job may run on; null where that follows from the payload it brought.</summary>
        public string? Block { get; init; }

        /// <summary>Limit of one attempt in seconds, without the load of a cold model; 0 means the kind's own.</summary>
        public int TimeoutSeconds { get; init; }

        /// <summary>Reasons of this request alone, beside those of the plan.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];

        /// <summary>A quarter of the UTF-8 bytes of prompt and messages, at least 256.</summary>
        public int EstimatedTokens { get; init; }

        /// <summary>Until <see cref="RoutePlan.First"/> is expected to have room; null when unknown.</summary>
        public double? ExpectedWaitSeconds { get; init; }

        /// <summary>USD; null when nobody entered a price.</summary>
        public decimal? ExpectedCostUsd { get; init; }

        /// <summary>Why, a sentence each, in the order of the decisions.</summary>
        public IReadOnlyList<string> Reasons => Notes.Count == 0 ? Plan.Reasons : [.. Plan.Reasons, .. Notes];
    }

    /// <summary>It cannot.</summary>
    public sealed record Refused(ApiError Error) : RouteOutcome;
}
