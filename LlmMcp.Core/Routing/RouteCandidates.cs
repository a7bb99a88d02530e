using System.Collections.Concurrent;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>Makes candidates of places.</summary>
internal static class RouteCandidates
{
    // A thousand nodes give the same few sentences; making each anew would cost more than finding the nodes.
    private static readonly ConcurrentDictionary<(string Tier, bool Thinking, bool Loaded, bool Probe), string> Sentences = new();

    /// <summary>A place on one of the owner's nodes.</summary>
    public static RouteCandidate Of(Placement place, RouteNeed need, int preference) =>
        Of(place, KindOf(place.Device.Provider, need), preference);

    /// <summary>A place on one of the owner's nodes, for a given kind.</summary>
    public static RouteCandidate Of(Placement place, string kind, int preference) =>
        new(place.Device.Id, place.Device.Provider, kind, place.Model)
        {
            Preference = preference,
            Tier = place.Facts?.Tier,
            Loaded = place.Loaded,
            TokensPerSecond = place.TokensPerSecond,
            ParamsB = place.Facts?.ParamsB,
            ExpectedLoad = place.ExpectedLoad,
            IsProbe = place.IsProbe,
            Why = Sentence(place.Facts?.Tier ?? "", place.Facts?.Thinking == true, place.Loaded, place.IsProbe),
        };

    /// <summary>A device as a whole: a node that is not known to have the model, or a cloud.</summary>
    public static RouteCandidate Of(FleetDevice device, string kind, string model, int preference, string why, CatalogueModel? facts = null) =>
        new(device.Id, device.Provider, kind, model)
        {
            Preference = preference,
            Tier = facts?.Tier,
            ParamsB = facts?.ParamsB,
            IsProbe = device.Circuit.ProbeDue,
            Why = why,
        };

    /// <summary>The kind of a job with this need at a provider.</summary>
    public static string KindOf(string provider, RouteNeed need) => provider switch
    {
        Providers.OpenAi => need.Embedding ? JobKinds.OpenAiEmbed : JobKinds.OpenAiChat,
        Providers.OpenRouter => JobKinds.OpenRouterChat,
        Providers.Compat => need.Embedding ? JobKinds.CompatEmbed : JobKinds.CompatChat,
        _ => need.Embedding ? JobKinds.OllamaEmbed : need.Messages ? JobKinds.OllamaChat : JobKinds.OllamaGenerate,
    };

    private static string Sentence(string tier, bool thinking, bool loaded, bool probe) => Sentences.GetOrAdd(
        (tier, thinking, loaded, probe),
        static key => $"{(key.Tier.Length > 0 ? $"tier {key.Tier}" : "size unknown")}{(key.Thinking ? ", thinks" : "")}{(key.Loaded ? ", loaded" : ", not loaded")}{(key.Probe ? ", probe after failures" : "")}");
}
