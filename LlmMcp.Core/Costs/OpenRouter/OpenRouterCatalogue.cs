using System.Globalization;
using System.Text.Json;
using LlmMcp.Core.Costs.Prices;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>The models a provider's catalogue lists, as far as they can be used.</summary>
/// <param name="Models">Each id once.</param>
/// <param name="IsWhole">False when the provider says that there is more.</param>
internal sealed record OpenRouterCatalogue(IReadOnlyList<OpenRouterModel> Models, bool IsWhole)
{
    /// <summary>Longer lists are cut here.</summary>
    public const int MostModels = 5_000;

    // Prices come per token.
    private const decimal PerMillion = 1_000_000m;

    /// <summary>
    /// Reads the answer of <c>GET /models</c>. Entries that make no sense, and those without a price of their own (routers that
    /// choose a model say -1), are left out.
    /// </summary>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static OpenRouterCatalogue Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (Member(document.RootElement, "data") is not { ValueKind: JsonValueKind.Array } data)
        {
            throw new JsonException("The answer has no list `data`.");
        }

        var models = new Dictionary<string, OpenRouterModel>();
        foreach (var entry in data.EnumerateArray())
        {
            if (models.Count < MostModels && Read(entry) is { } model)
            {
                models.TryAdd(model.Id, model);
            }
        }

        var more = Member(Member(document.RootElement, "links"), "next") is { ValueKind: JsonValueKind.String };
        return new OpenRouterCatalogue([.. models.Values], !more && models.Count < MostModels);
    }

    private static OpenRouterModel? Read(JsonElement entry)
    {
        var (id, pricing) = (Text(Member(entry, "id")), Member(entry, "pricing"));
        if (!ForeignText.IsName(id)
            || PerToken(pricing, "prompt") is not { } priceIn || PerToken(pricing, "completion") is not { } priceOut
            || (Amount(Member(pricing, "request")) ?? 0) is not (>= 0 and <= PriceRequest.MostPerRequest and var perRequest))
        {
            return null;
        }

        var architecture = Member(entry, "architecture");
        var outputs = Texts(Member(architecture, "output_modalities"));
        var parameters = Texts(Member(entry, "supported_parameters"));
        return new OpenRouterModel
        {
            Id = id!,
            Name = ForeignText.Clean(Text(Member(entry, "name"))) ?? id!,
            Kind = outputs.Contains("embeddings") ? CatalogueModel.Embed : CatalogueModel.Chat,
            // Catalogues of old told no modalities; what they listed was text.
            AnswersText = outputs.Count == 0 || outputs.Contains("text") || outputs.Contains("embeddings"),
            Context = Amount(Member(entry, "context_length")) is >= 1 and <= int.MaxValue and var context ? (int)context : null,
            Thinking = parameters.Contains("reasoning") || parameters.Contains("include_reasoning"),
            Tools = parameters.Contains("tools"),
            Vision = Texts(Member(architecture, "input_modalities")).Contains("image"),
            Price = new Price(priceIn, priceOut)
            {
                CachedIn = PerToken(pricing, "input_cache_read") is > 0 and var cached ? cached : null,
                ReasoningOut = PerToken(pricing, "internal_reasoning") is > 0 and var reasoning ? reasoning : null,
                PerRequest = perRequest,
            },
        };
    }

    private static decimal? PerToken(JsonElement? pricing, string key) =>
        Amount(Member(pricing, key)) is >= 0 and <= PriceRequest.MostPerMillion / PerMillion and var price ? price * PerMillion : null;

    // Amounts are text, so that no reader rounds them; a number is taken too.
    private static decimal? Amount(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text when decimal.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) => amount,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var amount) => amount,
        _ => null,
    };

    private static JsonElement? Member(JsonElement? parent, string key) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(key, out var value) ? value : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static HashSet<string> Texts(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(static item => Text(item)).OfType<string>()] : [];
}
