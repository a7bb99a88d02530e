using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Native;

/// <summary>Text in, vectors out: <c>/api/embed</c> in batches and normalised, <c>/api/embeddings</c> one raw vector.</summary>
internal static class EmbedApi
{
    public static void MapEmbed(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/embed", EmbedAsync);
        routes.MapPost("/api/embeddings", EmbeddingsAsync);
    }

    private static async Task EmbedAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "EmbedRequest");
        var name = request.Text("model");
        var keepAlive = KeepAlive.Read(request.Raw("keep_alive"));
        var texts = Texts(request.Raw("input")) ?? throw Refusal.BadRequest("invalid input type");
        var model = EmbeddingRun.Installed(node, name);
        if (texts.Count == 0)
        {
            await EmbeddingRun.LoadAsync(node, model, keepAlive, context.RequestAborted);
            await Replies.JsonAsync(context, new EmbedReply(name, [], null, null, null));
            return;
        }

        var result = await EmbeddingRun.RunAsync(
            node,
            new EmbeddingRequest(model, texts)
            {
                Settings = ModelSettings.Read(request.Map("options"), model.EffectiveParameters),
                KeepAlive = keepAlive,
                Dimensions = request.Integer("dimensions"),
                Truncate = request.Flag("truncate") ?? true,
            },
            context.RequestAborted);
        await Replies.JsonAsync(context, new EmbedReply(
            name, result.Vectors, Math.Max(100, GoTime.Nanoseconds(result.Total)), Math.Max(100, GoTime.Nanoseconds(result.Load)), result.Tokens));
    }

    private static async Task EmbeddingsAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "EmbeddingRequest");
        var keepAlive = KeepAlive.Read(request.Raw("keep_alive"));
        var model = EmbeddingRun.Installed(node, request.Text("model"));
        var prompt = request.Text("prompt");
        if (prompt.Length == 0)
        {
            await EmbeddingRun.LoadAsync(node, model, keepAlive, context.RequestAborted);
            await Replies.JsonAsync(context, new EmbeddingsReply([]));
            return;
        }

        var ask = new EmbeddingRequest(model, [prompt])
        {
            Settings = ModelSettings.Read(request.Map("options"), model.EffectiveParameters),
            KeepAlive = keepAlive,
            Raw = true,
        };
        var result = await EmbeddingRun.RunAsync(node, ask, context.RequestAborted);
        await Replies.JsonAsync(context, new EmbeddingsReply([.. result.Vectors[0].Select(value => (double)value)]));
    }

    /// <summary>Null when it is neither text nor a list of texts.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement? input) => input switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length == 0 ? [] : [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= EmbeddingRun.MaxTexts
            && list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) => [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };
}

internal sealed record EmbedReply(string Model, float[][] Embeddings, long? TotalDuration, long? LoadDuration, int? PromptEvalCount);

internal sealed record EmbeddingsReply(double[] Embedding);
