using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// OpenAI-compatible embeddings. The server's document is in
/// <see cref="GeneratedEmbeddings{TEmbedding}.AdditionalProperties"/> under <see cref="DocumentKey"/>.
/// </summary>
internal sealed class OpenAiEmbeddingGenerator(OpenAiCall call) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string DocumentKey = "document";

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = options?.RawRepresentationFactory?.Invoke(this) as JsonObject
            ?? new JsonObject { ["model"] = options?.ModelId, ["input"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };
        await using var reply = await call.EmbedAsync(body, cancellationToken);
        var document = AnswerJson.Parse(await reply.Reader.ReadToEndAsync(cancellationToken));
        if (document["data"] is not JsonArray data)
        {
            throw new AttemptFailedException(ErrorClass.ServerError, "the answer holds no embedding");
        }

        return new GeneratedEmbeddings<Embedding<float>>(data.Select(item => item?["embedding"]).OfType<JsonArray>().Select(Vector))
        {
            Usage = new UsageDetails { InputTokenCount = AnswerJson.Number(document["usage"]?["prompt_tokens"]) },
            AdditionalProperties = new AdditionalPropertiesDictionary { [DocumentKey] = document },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The HTTP client belongs to the process.
    }

    private static Embedding<float> Vector(JsonArray numbers) => new(numbers.Select(number => number!.GetValue<float>()).ToArray());
}
