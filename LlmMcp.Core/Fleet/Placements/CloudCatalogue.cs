using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Placements;

/// <summary>
/// Cloud models by tier, in the order they are tried: those somebody chose (shipped or entered by hand) before those of a
/// provider's own list, cheaper, longer context, by provider and id.
/// </summary>
internal sealed class CloudCatalogue(IEnumerable<CatalogueModel> models)
{
    private readonly ILookup<(string Tier, bool Embedding), CatalogueModel> tiers = models
        .Where(static model => Providers.IsCloud(model.Provider) && model.Tier is not null)
        .OrderBy(static model => model.Origin == "sync")
        .ThenBy(static model => model.PriceIn + model.PriceOut ?? decimal.MaxValue)
        .ThenByDescending(static model => model.Context ?? 0)
        .ThenBy(static model => model.Id, StringComparer.Ordinal)
        .ThenBy(static model => model.Provider, StringComparer.Ordinal)
        .ToLookup(static model => (model.Tier!, model.IsEmbedding));

    /// <summary>Models of a tier, embedding models apart from those that talk.</summary>
    public IEnumerable<CatalogueModel> OfTier(string tier, bool embedding) => tiers[(tier, embedding)];
}
