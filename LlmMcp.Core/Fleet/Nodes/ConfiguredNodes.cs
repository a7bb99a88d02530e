using LlmMcp.Contracts;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>The nodes the settings name. Pure: nothing is resolved or called.</summary>
/// <param name="Nodes">Each node once, in the order of the settings: the first name for it wins.</param>
/// <param name="Mistakes">Entries that cannot be read, a sentence each; the others hold.</param>
internal sealed record ConfiguredNodes(IReadOnlyList<NodeEndpoint> Nodes, IReadOnlyList<string> Mistakes)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="machine">
    /// This machine's name. It stands for loopback in ids, as 127.0.0.1 is another node on each machine of a shared database.
    /// </param>
    public static ConfiguredNodes From(FleetOptions options, string machine)
    {
        var nodes = new List<NodeEndpoint>();
        var mistakes = new List<string>();

        Add(options.SimulatedEndpoints, "Fleet:SimulatedEndpoints", Providers.Ollama, "sim", simulated: true);
        Add(options.OllamaBaseUrl, "OLLAMA_BASE_URL", Providers.Ollama, "ollama");
        Add(options.OllamaExtraEndpoints, "OLLAMA_EXTRA_ENDPOINTS", Providers.Ollama, "extra");
        Add(options.MlxApiUrl, "MLX_API_URL", Providers.Compat, "mlx");
        Add(options.CompatEndpoints, "COMPAT_ENDPOINTS", Providers.Compat, "compat");
        return new ConfiguredNodes(nodes, mistakes);

        void Add(string setting, string origin, string provider, string prefix, bool simulated = false)
        {
            foreach (var entry in CommaList.Parse(setting))
            {
                var (name, address) = Split(entry);
                if (!NodeUrl.TryParse(address, NodeUrl.OllamaPort, out var url))
                {
                    // The entry may hold a password, so it is not repeated.
                    mistakes.Add($"{origin}: entry {mistakes.Count + nodes.Count + 1} is not a node's address; expected host, host:port or http://host:port (name=address to name it), without a user name.");
                }
                else if (!nodes.Exists(node => NodeUrl.SameNode(node.BaseUrl, url)))
                {
                    nodes.Add(Node(name, url, origin, provider, prefix, simulated));
                }
            }
        }

        NodeEndpoint Node(string? name, Uri url, string origin, string provider, string prefix, bool simulated)
        {
            var host = url.IsLoopback ? machine.ToLowerInvariant() : url.Host;
            var address = provider == Providers.Ollama && url.Port == NodeUrl.OllamaPort ? host : $"{host}:{url.Port}";
            name ??= address;
            return new NodeEndpoint($"{prefix}:{name}", name, WithoutV1(url, provider), provider, origin, simulated);
        }
    }

    /// <summary>An entry may name its node: <c>pi5=http://10.0.0.5:11434</c>.</summary>
    private static (string? Name, string Address) Split(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !entry.AsSpan(0, equals).ContainsAny('/', ':') ? (entry[..equals].Trim(), entry[(equals + 1)..]) : (null, entry);
    }

    /// <summary>People copy the URL their OpenAI client wants. The path of version 1 is part of the protocol, not of the node.</summary>
    private static Uri WithoutV1(Uri url, string provider) =>
        provider == Providers.Compat && url.AbsolutePath.EndsWith("/v1", StringComparison.Ordinal)
            ? new Uri(url.AbsoluteUri[..^"/v1".Length])
            : url;
}
