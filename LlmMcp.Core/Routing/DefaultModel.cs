using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>Finds a model for a request that names none.</summary>
internal static class DefaultModel
{
    // The nominal size, in billions, of what the deployed system falls back to.
    private const decimal UsualSize = 3;

    /// <summary>
    /// The configured model where an online node has it, or where no node has any. Else the most plausible one of the same
    /// kind: in memory already, then close in size to the configured one, then by name.
    /// </summary>
    /// <param name="provider"><see cref="Providers.Ollama"/> or <see cref="Providers.Compat"/>, which has no configured model.</param>
    /// <param name="embedding">A model whose answer is a vector.</param>
    /// <param name="fleet">What there is.</param>
    /// <param name="defaults">What is configured.</param>
    /// <returns>The model (empty when nothing is configured and nothing found) and why it was chosen.</returns>
    public static (string Model, string Reason) Choose(string provider, bool embedding, FleetSnapshot fleet, RoutingDefaults defaults)
    {
        var configured = provider != Providers.Ollama ? "" : embedding ? defaults.EmbedModel : defaults.ChatModel;
        var setting = embedding ? "OLLAMA_EMBED_MODEL" : "OLLAMA_MODEL";
        if (configured.Length > 0 && fleet.OnlineWith(provider, configured).Any())
        {
            return (configured, $"no model named; {configured} is the default ({setting})");
        }

        var wanted = ModelTier.NominalSize(configured, null) ?? UsualSize;
        var best = Available(provider, embedding, fleet)
            .OrderByDescending(static model => model.Loaded)
            .ThenBy(model => Distance(model.Facts.ParamsB, wanted))
            .ThenBy(static model => model.Facts.Id, StringComparer.Ordinal)
            .Select(static model => model.Facts)
            .FirstOrDefault();
        return best is not null
            ? (best.Id, $"no model named{(configured.Length > 0 ? $" and the default {configured} ({setting}) is on no online node" : "")}; {best.Id} is there")
            : (configured, configured.Length > 0 ? $"no model named; {configured} is the default ({setting}), and no online node has any" : "no model named and no online node has any");
    }

    private static IEnumerable<(CatalogueModel Facts, bool Loaded)> Available(string provider, bool embedding, FleetSnapshot fleet)
    {
        var loaded = fleet.Online(provider).SelectMany(static device => device.Loaded).ToHashSet(ModelName.Comparer);
        return fleet.Online(provider)
            .SelectMany(static device => device.Models.Where(device.CanRun))
            .Distinct(ModelName.Comparer)
            .Select(name => fleet.FindModel(provider, name))
            .OfType<CatalogueModel>()
            .Where(model => model.IsEmbedding == embedding)
            .Select(model => (model, loaded.Contains(model.Id)));
    }

    // On a logarithmic scale: 1B is as far from 3B as 9B is. Unknown sizes come last.
    private static double Distance(decimal? size, decimal wanted) =>
        size is > 0 and var known ? Math.Abs(Math.Log((double)(known / wanted))) : double.MaxValue;
}
