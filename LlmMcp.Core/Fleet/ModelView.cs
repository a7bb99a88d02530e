using System.Text.Json.Serialization;

namespace LlmMcp.Core.Fleet;

/// <summary>The answer of <c>GET /v1/models</c>: OpenAI's list with more keys, so that its SDKs read it too.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelView> Data)
{
    /// <summary>Every model an online device has, by id; several providers of one name are several lines.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="all">True to add what only offline devices have, and what is in the catalogue without a device.</param>
    public static ModelList Of(FleetSnapshot fleet, bool all = false)
    {
        var holders = fleet.Devices.Values
            .SelectMany(static device => device.Models, static (device, model) => (Key: (device.Provider, model), Device: device))
            .ToLookup(static pair => pair.Key, static pair => pair.Device);
        var keys = holders.Where(model => all || model.Any(static device => device.Online)).Select(static model => model.Key);
        return new ModelList("list", [.. keys.Union(all ? fleet.Models.Keys : [])
            .Select(key => ModelView.Of(fleet, key.Item1, key.Item2, [.. holders[key]]))
            .OrderBy(static model => model.Id, StringComparer.Ordinal)
            .ThenBy(static model => model.Provider, StringComparer.Ordinal)]);
    }
}

/// <summary>A model as callers see it. <c>devices</c> are those online; prices are USD per million tokens.</summary>
internal sealed record ModelView(
    string Id, string Object, long Created, string OwnedBy, string Provider, string Kind, string? Tier, bool Thinking,
    decimal? ParamsB, int? Context, IReadOnlyList<string> Devices)
{
    public bool Available { get; init; }

    public IReadOnlyList<string> LoadedOn { get; init; } = [];

    /// <summary>By device, the first reason why it may not run there.</summary>
    public IReadOnlyDictionary<string, string> ForbiddenOn { get; init; } = new Dictionary<string, string>();

    public long? SizeBytes { get; init; }

    public string? Origin { get; init; }

    // As everywhere in the API; the naming policy would say price_in1m.
    [JsonPropertyName("price_in_1m")]
    public decimal? PriceIn { get; init; }

    [JsonPropertyName("price_out_1m")]
    public decimal? PriceOut { get; init; }

    /// <summary>One model.</summary>
    /// <param name="fleet">What is known of it.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="id">Its canonical name.</param>
    /// <param name="holders">The devices that have it, online or not.</param>
    public static ModelView Of(FleetSnapshot fleet, string provider, string id, IReadOnlyList<FleetDevice> holders)
    {
        var known = fleet.FindModel(provider, id);
        var online = holders.Where(static device => device.Online).OrderBy(static device => device.Id, StringComparer.Ordinal).ToList();
        return new ModelView(
            id, "model", 0, provider, provider, known?.Kind ?? CatalogueModel.Chat, known?.Tier, known?.Thinking ?? false,
            known?.ParamsB, known?.Context, [.. online.Select(static device => device.Id)])
        {
            Available = online.Exists(device => !device.Forbidden.ContainsKey(id)),
            LoadedOn = [.. online.Where(device => device.Loaded.Contains(id)).Select(static device => device.Id)],
            ForbiddenOn = online.Where(device => device.Forbidden.ContainsKey(id)).ToDictionary(static device => device.Id, device => device.Forbidden[id]),
            SizeBytes = known?.SizeBytes,
            Origin = known?.Origin,
            PriceIn = known?.PriceIn,
            PriceOut = known?.PriceOut,
        };
    }
}
