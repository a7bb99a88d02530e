using System.Text.Json;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>Finds the vectors in an embedding job's result, in the form of each server.</summary>
internal static class Embeddings
{
    /// <summary>The vectors, and whether they were left out because they do not fit.</summary>
    public static (EmbeddingReport? Report, bool Cut) Of(JsonElement result)
    {
        var vectors = VectorsOf(result.Member("data") ?? default);
        if (vectors.Count == 0)
        {
            return (null, false);
        }

        var fits = vectors.Sum(static vector => (long)vector.GetRawText().Length) <= ToolBounds.Answer;
        return (new EmbeddingReport
        {
            Count = vectors.Count,
            Dimensions = vectors[0].GetArrayLength(),
            Vectors = fits ? JsonSerializer.SerializeToElement(vectors) : null,
        }, !fits);
    }

    private static List<JsonElement> VectorsOf(JsonElement data) =>
        data.Member("embedding") is { } single && IsVector(single) ? [single]
        : data.Items("embeddings") is { Count: > 0 } several ? [.. several.Where(IsVector)]
        : [.. data.Items("data").Select(static item => item.Member("embedding")).OfType<JsonElement>().Where(IsVector)];

    private static bool IsVector(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 && json[0].ValueKind == JsonValueKind.Number;
}
