using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>Finds a model for a request that names none.</summary>
internal static class DefaultModel
{
    // The nominal size, in billions, of what the deployed system falls back to.
    private const decimal UsualSize = 3;

    /// <summary>
    /// The configured model where a node that takes jobs has it, or where no node has any. Else the most plausible one of the
    /// same kind: in memory already, then close in size to the configured one, then by name.
    /// </summary>
    /// <param name="provider"><see cref="Providers.Ollama"/> or <see cref="Providers.Compat"/>, which has no configured model.</param>
    /// <param name="embedding">A model whose answer is a vector.</param>
    /// <param name="index">What there is.</param>
    /// <param name="defaults">What is configured.</param>
    /// <returns>The model (empty when nothing is configured and nothing found) and why it was chosen.</returns>
    public static (string Model, string Reason) Choose(string provider, bool embedding, PlacementIndex index, RoutingDefaults defaults)
    {
        var configured = provider != Providers.Ollama ? "" : embedding ? defaults.EmbedModel : defaults.ChatModel;
        var setting = embedding ? "OLLAMA_EMBED_MODEL" : "OLLAMA_MODEL";
        if (configured.Length > 0 && index.OfModel(provider, ModelName.Canonical(provider, configured)).Open.Length > 0)
        {
            return (configured, $"no model named; {configured} is the default ({setting})");
        }

        var wanted = ModelTier.NominalSize(configured, null) ?? UsualSize;
        var best = index.Models(provider)
            .Select(static places => places.Open.FirstOrDefault())
            .Where(place => place?.Facts is { } facts && facts.IsEmbedding == embedding)
            .OrderByDescending(static place => place!.Loaded)
            .ThenBy(place => Distance(place!.Facts!.ParamsB, wanted))
            .ThenBy(static place => place!.Model, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null
            ? (best.Model, $"no model named{(configured.Length > 0 ? $" and the default {configured} ({setting}) is on no online node" : "")}; {best.Model} is there")
            : (configured, configured.Length > 0 ? $"no model named; {configured} is the default ({setting}), and no online node has any" : "no model named and no online node has any");
    }

    // On a logarithmic scale: 1B is as far from 3B as 9B is. Unknown sizes come last.
    private static double Distance(decimal? size, decimal wanted) =>
        size is > 0 and var known ? Math.Abs(Math.Log((double)(known / wanted))) : double.MaxValue;
}
