using System.Runtime.InteropServices;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.OpenAi;

internal static class OpenAiEmbeddingsApi
{
    public static void MapOpenAiEmbeddings(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/embeddings", EmbedAsync);

    private static async Task EmbedAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "EmbedRequest");
        var texts = EmbedApi.Texts(request.Raw("input"));
        if (texts is null or { Count: 0 })
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "invalid input") { BeforeHandler = true };
        }

        var name = request.Text("model");
        var model = EmbeddingRun.Installed(node, name);
        var base64 = request.TextOrNull("encoding_format") == "base64";
        var result = await EmbeddingRun.RunAsync(
            node, new EmbeddingRequest(model, texts) { Dimensions = request.Integer("dimensions") }, context.RequestAborted);
        var data = result.Vectors.Select((vector, index) => new OpenAiEmbedding("embedding", base64 ? Base64(vector) : vector, index));
        await Replies.JsonAsync(context, new OpenAiEmbeddings("list", [.. data], name, new OpenAiEmbeddingUsage(result.Tokens, result.Tokens)), Replies.Json);
    }

    // Little-endian floats, as every machine this runs on has them in memory.
    private static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()));
}

internal sealed record OpenAiEmbeddings(string Object, OpenAiEmbedding[] Data, string Model, OpenAiEmbeddingUsage Usage);

internal sealed record OpenAiEmbedding(string Object, object Embedding, int Index);

internal sealed record OpenAiEmbeddingUsage(int PromptTokens, int TotalTokens);
