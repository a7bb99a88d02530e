using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>Wishes about the place. They hold whether a quality decides or not, and whatever <c>provider</c> is left to choose.</summary>
internal sealed record LlmConstraints
{
    private const decimal MostUsd = 1_000_000;
    private const int MostShown = 100;
    private const string Known = "prefer_local, force_cloud, local_only, max_latency_ms, max_cost_usd";

    /// <summary>A local node where there is one: waiting for it is no reason to ask a cloud.</summary>
    public bool PreferLocal { get; init; }

    /// <summary>A cloud where there is a key.</summary>
    public bool ForceCloud { get; init; }

    /// <summary>Never a cloud.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>Local only if the model's measured latency is within this; 0 means no limit.</summary>
    public int MaxLatencyMs { get; init; }

    /// <summary>
    /// Most that a cloud may be expected to cost, 0 to 1,000,000 USD: for the estimated prompt and <c>max_tokens</c> of answer
    /// (256, the worker's own limit, when none is given). A model without a price is then not asked. Null means no limit.
    /// </summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Keys that mean nothing here. Refused, unlike elsewhere in a body: a bound that is misspelt would not be there.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The field to change; null when the wishes make sense together and with the provider.</summary>
    public ApiError? FaultWith(string provider) => this switch
    {
        { Unknown.Count: > 0 } => Bad(Shorten(Unknown.Keys.First()), $"is unknown; expected one of {Known}."),
        { MaxLatencyMs: < 0 } => Bad("max_latency_ms", "must be 0 (no limit) or more milliseconds."),
        { MaxCostUsd: < 0 or > MostUsd } => Bad("max_cost_usd", $"must be 0 to {MostUsd} USD."),
        { ForceCloud: true, LocalOnly: true } => Bad("local_only", "and constraints.force_cloud exclude each other."),
        { LocalOnly: true } when provider is Contracts.Providers.OpenAi or Contracts.Providers.OpenRouter =>
            Bad("local_only", $"and provider {provider}, which is a cloud, exclude each other."),
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= MostShown ? text : text[..MostShown];

    private static ApiError Bad(string name, string what) =>
        ApiError.BadField($"constraints.{name}", $"constraints.{name} {what}", "invalid_constraints");
}
