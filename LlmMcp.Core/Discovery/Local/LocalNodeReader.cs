using System.Net;
using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery.Local;

/// <summary>Reads what a worker tells of the nodes on its loopback. Pure.</summary>
internal static class LocalNodeReader
{
    /// <summary>What made the device, for <c>devices.origin</c>.</summary>
    public const string Origin = "worker";

    private const int MostNodes = 16;

    private static readonly HashSet<IPAddress> NoOthers = [];

    /// <summary>The nodes. A worker may speak of its own loopback only: of anything else there are better witnesses.</summary>
    /// <param name="host">The worker's machine.</param>
    /// <param name="message">What it says.</param>
    public static IReadOnlyList<(NodeEndpoint Node, RecordedQuestions Answers)> Read(string host, LocalNodes message) =>
        [.. message.Nodes.Take(MostNodes)
            .Select(node => (Url: NodeUrl.TryParse(node.BaseUrl, NodeUrl.OllamaPort, out var url) && url.IsLoopback ? url : null, Said: node))
            .Where(static node => node.Url is not null)
            .Select(node => (Node: Endpoint(host, node.Url!, node.Said.Provider), Answers: new RecordedQuestions(node.Said)))
            .DistinctBy(static node => node.Node.Identity)];

    private static NodeEndpoint Endpoint(string host, Uri url, string said)
    {
        var provider = said == Providers.Compat ? Providers.Compat : Providers.Ollama;
        var name = NodeNames.Of(url, provider, host);
        return new NodeEndpoint($"{provider}:{name}", name, url, provider, Origin)
        {
            Machine = host,
            Identity = IPAddress.TryParse(url.DnsSafeHost, out var address) ? NodeIdentity.Of(address, url.Port, host, NoOthers) : NodeIdentity.Localhost(host, url.Port),
            OnlyIfAnswers = true,
        };
    }
}
