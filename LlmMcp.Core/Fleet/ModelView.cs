namespace LlmMcp.Core.Fleet;

/// <summary>The answer of <c>GET /v1/models</c>: OpenAI's list with more keys, so that its SDKs read it too.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelView> Data)
{
    /// <summary>Every model an online device has, by id; several providers of one name are several lines.</summary>
    public static ModelList Of(FleetSnapshot fleet)
    {
        var devices = fleet.Devices.Values.Where(static device => device.Online)
            .SelectMany(static device => device.Models, static (device, model) => (Key: (device.Provider, model), device.Id))
            .ToLookup(static pair => pair.Key, static pair => pair.Id);
        return new ModelList("list", [.. devices
            .Select(model => ModelView.Of(fleet, model.Key.Provider, model.Key.model, [.. model.Order(StringComparer.Ordinal)]))
            .OrderBy(static model => model.Id, StringComparer.Ordinal)
            .ThenBy(static model => model.Provider, StringComparer.Ordinal)]);
    }
}

/// <summary>A model as callers see it.</summary>
internal sealed record ModelView(
    string Id, string Object, long Created, string OwnedBy, string Provider, string Kind, string? Tier, bool Thinking,
    decimal? ParamsB, int? Context, IReadOnlyList<string> Devices)
{
    public static ModelView Of(FleetSnapshot fleet, string provider, string id, IReadOnlyList<string> devices)
    {
        var known = fleet.FindModel(provider, id);
        return new ModelView(
            id, "model", 0, provider, provider, known?.Kind ?? CatalogueModel.Chat, known?.Tier, known?.Thinking ?? false,
            known?.ParamsB, known?.Context, devices);
    }
}
