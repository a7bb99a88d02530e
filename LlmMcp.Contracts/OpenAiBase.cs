namespace LlmMcp.Contracts;

/// <summary>Reads the many ways people write the address of an OpenAI-compatible API.</summary>
public static class OpenAiBase
{
    private static readonly string[] Operations = ["/chat/completions", "/completions", "/embeddings", "/models"];

    /// <summary>The base below which <c>chat/completions</c> lies, also where the URL names one of the operations.</summary>
    /// <remarks>A bare host gets <c>/v1</c>, on openrouter.ai <c>/api/v1</c>.</remarks>
    public static Uri Of(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        path = Array.Find(Operations, operation => path.EndsWith(operation, StringComparison.OrdinalIgnoreCase)) is { } named ? path[..^named.Length] : path;
        if (path.Length == 0)
        {
            path = url.Host.Equals("openrouter.ai", StringComparison.OrdinalIgnoreCase) ? "/api/v1" : "/v1";
        }

        return new Uri($"{url.Scheme}://{url.Authority}{path}");
    }
}
