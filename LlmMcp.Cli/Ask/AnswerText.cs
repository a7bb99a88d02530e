using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>What to print of a result: the response; for embeddings the vector; for anything else the result as JSON.</summary>
internal static class AnswerText
{
    public static string Of(Job job)
    {
        if (job.Result is not { } result)
        {
            return string.Empty;
        }

        if (result.Member("response") is { ValueKind: JsonValueKind.String } response)
        {
            return response.GetString()!;
        }

        return JsonSerializer.Serialize(result.Member("data")?.Member("embedding") ?? result, JsonView.Options);
    }
}
