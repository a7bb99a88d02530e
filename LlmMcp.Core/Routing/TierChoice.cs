using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>
/// The model of a request that names a quality and no model, in the smallest honest form: among the online local models of the
/// level's tiers with enough context, the level's own tier first, thinking models for reasoning, then loaded, larger, by name.
/// </summary>
internal static class TierChoice
{
    /// <summary>The model, or null when there is none or a quality does not decide; <paramref name="reasons"/> says which.</summary>
    public static CatalogueModel? Find(RequestShape shape, FleetSnapshot fleet, List<string> reasons)
    {
        if (shape is not { Quality: { } quality, Model.Length: 0, IsEmbedding: false } || shape.Provider is Providers.OpenAi or Providers.OpenRouter)
        {
            return null;
        }

        var tiers = Qualities.LocalTiers(quality, shape.EstimatedTokens);
        var best = fleet.Devices.Values
            .Where(device => device is { Online: true, IsCloud: false } && (shape.Provider == RequestShape.Auto || shape.Provider == device.Provider))
            .SelectMany(static device => device.Models, (device, name) => (Model: fleet.FindModel(device.Provider, name), Loaded: device.Loaded.Contains(name)))
            .Where(candidate => candidate.Model is { IsEmbedding: false, Tier: { } tier } model && tiers.Contains(tier) && !(model.Context < shape.EstimatedTokens))
            .OrderBy(candidate => tiers.TakeWhile(tier => tier != candidate.Model!.Tier).Count())
            .ThenByDescending(candidate => shape.Task == "reason" && candidate.Model!.Thinking)
            .ThenByDescending(static candidate => candidate.Loaded)
            .ThenByDescending(static candidate => candidate.Model!.ParamsB)
            .ThenBy(static candidate => candidate.Model!.Id, StringComparer.Ordinal)
            .Select(static candidate => candidate.Model)
            .FirstOrDefault();
        reasons.Add(best is not null ? $"{best.Id} is of tier {best.Tier} (quality {quality})"
            : tiers.Count == 0 ? $"quality {quality} at this length means a cloud"
            : $"no online model is of tier {string.Join(" or ", tiers)} (quality {quality})");
        return best;
    }
}
