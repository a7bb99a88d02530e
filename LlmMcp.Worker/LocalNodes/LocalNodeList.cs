using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.OpenAi;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.LocalNodes;

/// <summary>The model servers of the settings that lie on this machine's loopback: nobody else can ask them.</summary>
internal sealed class LocalNodeList(IOptions<OllamaOptions> ollama, IOptions<CompatOptions> compat)
{
    private const int MostNodes = 16;

    /// <summary>Their addresses and what the settings take them for, each once.</summary>
    public IReadOnlyList<(NodeAddress Address, string Provider)> All =>
    [
        .. new[] { (Url: ollama.Value.BaseUrl, Provider: Providers.Ollama), (Url: compat.Value.MlxUrl, Provider: Providers.Compat) }
            .Concat(compat.Value.Endpoints.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static url => (Url: url, Provider: Providers.Compat)))
            .Select(static node => (Address: NodeAddress.Parse(node.Url), node.Provider))
            .Where(static node => node.Address is { BaseUrl.IsLoopback: true })
            .Select(static node => (Address: new NodeAddress(WithoutV1(node.Address!.BaseUrl)), node.Provider))
            .DistinctBy(static node => node.Address)
            .Take(MostNodes),
    ];

    // The path of version 1 is part of the protocol, not of the node.
    private static Uri WithoutV1(Uri url)
    {
        var text = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^"/v1".Length] : text);
    }
}
