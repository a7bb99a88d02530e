using System.Text.Json.Serialization;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.OpenAi;

internal static class OpenAiModelsApi
{
    public static void MapOpenAiModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", ListAsync);
        routes.MapGet("/v1/models/{**model}", GetAsync);
    }

    private static Task ListAsync(HttpContext context)
    {
        var models = context.Node().Store.List();
        return Replies.JsonAsync(
            context,
            new OpenAiModelList("list", models.Count == 0 ? null : [.. models.Select(model => Describe(model.Name.Display, model))]),
            Replies.Json);
    }

    private static Task GetAsync(HttpContext context)
    {
        var name = context.GetRouteValue("model")?.ToString() ?? "";
        var model = context.Node().Store.Find(name) ?? throw Refusal.NotFound($"model '{ModelName.Parse(name)?.Display ?? name}' not found");
        return Replies.JsonAsync(context, Describe(name, model), Replies.Json);
    }

    private static OpenAiModel Describe(string id, StoredModel model) =>
        new(id, "model", model.ModifiedAt.ToUnixTimeSeconds(), model.Name.Namespace);
}

internal sealed record OpenAiModelList(string Object, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] OpenAiModel[]? Data);

internal sealed record OpenAiModel(string Id, string Object, long Created, string OwnedBy);
