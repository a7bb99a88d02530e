using LlmMcp.Cli.CommandLine;
using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.Cli.CoreApi;

/// <summary>Where Core is, which key to show it, and who said so.</summary>
internal sealed record CoreAddress(Uri Url, string? Key, string Origin)
{
    public const string Default = "http://127.0.0.1:8080";
    public const string UrlVariable = "LLM_MCP_URL";
    public const string ServiceUrlVariable = "CORE_HTTP_URL";
    public const string DiscoveryVariable = "services__core__http__0";
    public const string KeyVariable = "LLM_MCP_KEY";
    public const string InternalKeyVariable = "INTERNAL_API_KEY";

    /// <summary>True when nobody named an address, so that "nothing answers" only means that nothing was started.</summary>
    public bool IsDefault => Origin.Length == 0;

    /// <summary>The address as people write it: no trailing slash, never a password.</summary>
    public string Display => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    public static CoreAddress Resolve(string? urlOption, string? keyOption, CliHost host)
    {
        var (text, origin) =
            urlOption is not null ? (urlOption, "--url") :
            host.Variable(UrlVariable) is { } url ? (url, UrlVariable) :
            host.Variable(ServiceUrlVariable) is { } serviceUrl ? (ServiceAddresses.Resolve(host.Environment, serviceUrl, "http"), ServiceUrlVariable) :
            ServiceAddresses.Find(host.Environment, "core", "http") is { } discovered ? (discovered, DiscoveryVariable) :
            (Default, string.Empty);
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw CommandFailedException.Usage(
                $"{origin} is not an http:// or https:// address: {text}", $"Write it like {Default}.");
        }

        return new CoreAddress(address, keyOption ?? host.Variable(KeyVariable) ?? host.Variable(InternalKeyVariable), origin);
    }
}
