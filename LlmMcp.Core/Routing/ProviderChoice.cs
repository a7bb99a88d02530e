using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Who answers a request whose model is named or does not matter, by the rules of the deployed system:
/// <list type="number">
/// <item>An explicit provider is never changed.</item>
/// <item>Embeddings are made locally.</item>
/// <item><c>force_cloud</c>, and a quality no local tier serves: a cloud with a key, OpenRouter first, else local.</item>
/// <item><c>prefer_local</c> with an online node, and a model the fleet has: local.</item>
/// <item>Else a cloud with a key, else local.</item>
/// <item><c>max_latency_ms</c> turns local into a cloud with a key when the model was measured and is slower.</item>
/// </list>
/// Local is Ollama, or an OpenAI-compatible node when only such a one has the model or no Ollama node is online.
/// </summary>
internal static class ProviderChoice
{
    /// <summary>The provider; <paramref name="reasons"/> says why.</summary>
    public static string Find(LlmRequest request, RequestShape shape, FleetSnapshot fleet, CloudKeys keys, List<string> reasons)
    {
        // 1.
        if (shape.Provider != RequestShape.Auto)
        {
            reasons.Add($"provider {shape.Provider} was asked for");
            return shape.Provider;
        }

        var local = Local(shape, fleet);

        // 2.
        if (shape.IsEmbedding)
        {
            reasons.Add("embeddings are made locally");
            return local;
        }

        // 3.
        if (request.Constraints?.ForceCloud == true || NeedsCloud(shape))
        {
            reasons.Add(keys.Preferred is { } cloud ? $"a cloud is wanted; {cloud} has a key" : "a cloud is wanted, but none has a key");
            return keys.Preferred ?? local;
        }

        // 4.
        var preferred = request.Constraints?.PreferLocal == true && fleet.Online(local).Any();
        var owned = shape.Model.Length > 0 && fleet.OnlineWith(local, shape.Model).Any();
        if (preferred || owned)
        {
            reasons.Add(preferred ? $"local is preferred and {local} is online" : $"the fleet has {shape.Model}");
            return WithinLatency(request, shape, local, fleet, keys, reasons);
        }

        // 5.
        reasons.Add(keys.Preferred is { } key ? $"{key} has a key" : "no cloud has a key");
        return keys.Preferred ?? local;
    }

    private static bool NeedsCloud(RequestShape shape) =>
        shape is { Quality: { } quality, Model.Length: 0 } && Qualities.LocalTiers(quality, shape.EstimatedTokens).Count == 0;

    private static string Local(RequestShape shape, FleetSnapshot fleet)
    {
        var (ollama, compat) = shape.Model.Length > 0
            ? (fleet.OnlineWith(Providers.Ollama, shape.Model).Any(), fleet.OnlineWith(Providers.Compat, shape.Model).Any())
            : (fleet.Online(Providers.Ollama).Any(), fleet.Online(Providers.Compat).Any());
        return !ollama && compat ? Providers.Compat : Providers.Ollama;
    }

    // 6. A limit without a measurement has no effect: nobody can say that it is not kept.
    private static string WithinLatency(LlmRequest request, RequestShape shape, string local, FleetSnapshot fleet, CloudKeys keys, List<string> reasons)
    {
        if (request.Constraints is not { MaxLatencyMs: > 0 and var limit } || shape.Model.Length == 0)
        {
            return local;
        }

        var fastest = fleet.Benchmarks[(ModelName.Canonical(local, shape.Model), "generate")].Min(static fact => fact.LatencyMs);
        if (fastest is null || fastest <= limit)
        {
            reasons.Add(fastest is null ? "its latency was never measured, so max_latency_ms has no effect" : $"measured at {fastest} ms, within {limit} ms");
            return local;
        }

        reasons.Add($"measured at {fastest} ms, above {limit} ms{(keys.Preferred is null ? ", but no cloud has a key" : "")}");
        return keys.Preferred ?? local;
    }
}
