using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge;

/// <summary>What attributes cannot say. Reports every mistake, and never the key.</summary>
internal sealed class BridgeOptionsValidator : IValidateOptions<BridgeOptions>
{
    public ValidateOptionsResult Validate(string? name, BridgeOptions options)
    {
        List<string> mistakes = [.. Mistakes(options)];
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public static IEnumerable<string> Mistakes(BridgeOptions options)
    {
        foreach (var mistake in InternalKey.Mistakes(options.ApiKey, "INTERNAL_API_KEY (Bridge:ApiKey)"))
        {
            yield return mistake;
        }

        if (InternalKey.ListeningMistake(options.HttpAddress, "MCP_HTTP_ADDR (Bridge:HttpAddress)", options.ApiKey) is { } listening)
        {
            yield return listening;
        }

        if (!Uri.TryCreate(options.CoreUrl, UriKind.Absolute, out var core) || core.Scheme is not ("http" or "https"))
        {
            yield return $"CORE_HTTP_URL (Bridge:CoreUrl) is \"{options.CoreUrl}\"; expected a URL such as http://127.0.0.1:8080.";
        }

        foreach (var origin in CommaList.Parse(options.AllowedOrigins))
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var site) || site.PathAndQuery != "/" || origin.EndsWith('/'))
            {
                yield return $"MCP_ALLOWED_ORIGINS (Bridge:AllowedOrigins) has \"{origin}\"; expected sites such as https://chat.example.org, without a path.";
            }
        }
    }
}
