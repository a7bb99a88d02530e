using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Reads the many ways people write the address of an OpenAI-compatible API.</summary>
internal static class OpenAiEndpoint
{
    private static readonly string[] Operations = ["/chat/completions", "/completions", "/embeddings", "/models"];

    /// <summary>The base below which <c>chat/completions</c> lies; null when the text is no http or https URL.</summary>
    /// <remarks>A bare host gets <c>/v1</c>, on openrouter.ai <c>/api/v1</c>.</remarks>
    public static Uri? Parse(string url) => NodeAddress.Parse(url.Trim()) is { } address ? Base(address.BaseUrl) : null;

    public static Uri Base(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        foreach (var operation in Operations)
        {
            if (path.EndsWith(operation, StringComparison.OrdinalIgnoreCase))
            {
                path = path[..^operation.Length];
                break;
            }
        }

        if (path.Length == 0)
        {
            path = url.Host.Equals("openrouter.ai", StringComparison.OrdinalIgnoreCase) ? "/api/v1" : "/v1";
        }

        return new Uri($"{url.Scheme}://{url.Authority}{path}");
    }
}
