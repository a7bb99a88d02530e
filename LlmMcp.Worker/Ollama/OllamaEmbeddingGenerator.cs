using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>
/// Ollama's embeddings. A body with <c>prompt</c> goes to <c>/api/embeddings</c> and keeps the raw vector, one with
/// <c>input</c> to <c>/api/embed</c>, which normalises and takes batches. The server's document is in
/// <see cref="GeneratedEmbeddings{TEmbedding}.AdditionalProperties"/> under <see cref="DocumentKey"/>.
/// </summary>
internal sealed class OllamaEmbeddingGenerator(OllamaCall call) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string DocumentKey = "document";

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = options?.RawRepresentationFactory?.Invoke(this) as JsonObject
            ?? new JsonObject { ["model"] = options?.ModelId, ["input"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };
        await using var reply = await call.PostAsync(body.ContainsKey("input") ? "api/embed" : "api/embeddings", body, cancellationToken);
        var document = AnswerJson.Parse(await reply.Reader.ReadToEndAsync(cancellationToken));
        if (document["embeddings"] is not JsonArray && document["embedding"] is not JsonArray)
        {
            throw new AttemptFailedException(ErrorClass.ServerError, "the answer holds no embedding");
        }

        return new GeneratedEmbeddings<Embedding<float>>(Vectors(document))
        {
            Usage = new UsageDetails { InputTokenCount = AnswerJson.Number(document["prompt_eval_count"]) },
            AdditionalProperties = new AdditionalPropertiesDictionary { [DocumentKey] = document },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The HTTP client belongs to the process.
    }

    private static IEnumerable<Embedding<float>> Vectors(JsonObject document) =>
        (document["embeddings"] as JsonArray ?? [document["embedding"]!.DeepClone()])
            .OfType<JsonArray>()
            .Select(vector => new Embedding<float>(vector.Select(number => number!.GetValue<float>()).ToArray()));
}
