using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;

namespace LlmMcp.McpBridge.Tools.Fleet;

/// <summary>Lists models.</summary>
internal sealed class ModelsTool(CoreHttp core) : HubTool<ModelsArguments, ModelsReport>(new ToolFacts(
    "llm_models", "Which models are there?",
    "List the models that can be used now, with size tier, context, whether they think or embed, price, and the machines that have them. Filter by a part of the name or by kind. "
    + "The resource models:// has all of them.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<ModelsReport>> CallAsync(ModelsArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var list = await core.GetAsync(CorePaths.With(CorePaths.Models, ("all", arguments.All is true ? "1" : null)), cancellationToken);
        List<JsonElement> models = [.. list.Items("data").Where(model =>
            (arguments.Search is not { } part || (model.Text("id") ?? "").Contains(part, StringComparison.OrdinalIgnoreCase))
            && (arguments.Kind is not { } kind || model.Text("kind") == kind))];
        var left = models.Count - ToolBounds.Items;
        return new ToolAnswer<ModelsReport>(
            new ModelsReport { Models = [.. models.Take(ToolBounds.Items).Select(ModelLine.Of)], NotShown = left > 0 ? left : null },
            left > 0 ? [ResourceLinks.Models()] : []);
    }
}

/// <summary>The arguments of <c>llm_models</c>.</summary>
internal sealed record ModelsArguments
{
    [Description("A part of the name.")]
    [StringLength(200)]
    public string? Search { get; init; }

    [Description("chat or embed.")]
    [AllowedValues("chat", "embed")]
    public string? Kind { get; init; }

    [Description("Also those that cannot be used now: of machines that are offline, and of catalogues.")]
    public bool? All { get; init; }
}

/// <summary>Models.</summary>
internal sealed record ModelsReport
{
    public required IReadOnlyList<ModelLine> Models { get; init; }

    [Description("More that match: search for a part of the name.")]
    public int? NotShown { get; init; }
}

/// <summary>A model.</summary>
internal sealed record ModelLine
{
    [Description("Its name, as llm_request takes it.")]
    public required string Id { get; init; }

    public string? Provider { get; init; }

    [Description("chat or embed.")]
    public string? Kind { get; init; }

    [Description("tiny, small, medium, large or xl; cloud_economy or cloud_premium for clouds.")]
    public string? Tier { get; init; }

    [Description("It thinks before it answers.")]
    public bool? Thinking { get; init; }

    [Description("Size in billions of parameters.")]
    public double? ParamsB { get; init; }

    [Description("Longest context in tokens.")]
    public long? Context { get; init; }

    [Description("false when no machine may run it now.")]
    public bool Available { get; init; }

    [Description("Machines online that have it.")]
    public IReadOnlyList<string>? Devices { get; init; }

    [Description("Machines that have it in memory and answer at once.")]
    public IReadOnlyList<string>? LoadedOn { get; init; }

    [Description("USD per million tokens of question.")]
    [JsonPropertyName("price_in_1m")]
    public double? PriceIn1m { get; init; }

    [Description("USD per million tokens of answer.")]
    [JsonPropertyName("price_out_1m")]
    public double? PriceOut1m { get; init; }

    public static ModelLine Of(JsonElement model) => new()
    {
        Id = model.Text("id") ?? "",
        Provider = model.Text("provider"),
        Kind = model.Text("kind"),
        Tier = model.Text("tier"),
        Thinking = model.Flag("thinking") ? true : null,
        ParamsB = model.Number("params_b"),
        Context = model.Whole("context"),
        Available = model.Flag("available"),
        Devices = model.Texts("devices") is { Count: > 0 } devices ? devices : null,
        LoadedOn = model.Texts("loaded_on") is { Count: > 0 } loaded ? loaded : null,
        PriceIn1m = model.Number("price_in_1m"),
        PriceOut1m = model.Number("price_out_1m"),
    };
}
