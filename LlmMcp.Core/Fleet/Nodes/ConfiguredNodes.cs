using LlmMcp.Contracts;
using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>The nodes the settings name. Pure: nothing is resolved or called.</summary>
/// <param name="Nodes">Each node once, in the order of the settings: the first name for it wins.</param>
/// <param name="Mistakes">Entries that cannot be read, a sentence each; the others hold.</param>
internal sealed record ConfiguredNodes(IReadOnlyList<NodeEndpoint> Nodes, IReadOnlyList<string> Mistakes)
{
    // As the table of devices has it.
    private const int MaxId = 300;

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="machine">This machine's name (<see cref="NodeNames"/>).</param>
    public static ConfiguredNodes From(FleetOptions options, string machine)
    {
        var nodes = new List<NodeEndpoint>();
        var mistakes = new List<string>();

        Add(options.SimulatedEndpoints, "Fleet:SimulatedEndpoints", Providers.Ollama, "sim", simulated: true);
        Add(options.OllamaAddress, "OLLAMA_BASE_URL", Providers.Ollama, "ollama", isGuess: options.OllamaBaseUrl is null);
        foreach (var (number, numbered) in options.Numbered.OrderBy(static node => node.Key.Length).ThenBy(static node => node.Key, StringComparer.Ordinal))
        {
            Add(numbered.Url, $"OLLAMA_URL_{number}", Providers.Ollama, "ollama", slots: Concurrency(number, numbered));
        }

        Add(options.OllamaExtraEndpoints, "OLLAMA_EXTRA_ENDPOINTS", Providers.Ollama, "extra");
        Add(options.MlxApiUrl, "MLX_API_URL", Providers.Compat, "mlx");
        Add(options.CompatEndpoints, "COMPAT_ENDPOINTS", Providers.Compat, "compat");
        return new ConfiguredNodes(nodes, mistakes);

        void Add(string setting, string origin, string provider, string prefix, bool simulated = false, int? slots = null, bool isGuess = false)
        {
            foreach (var (index, entry) in CommaList.Parse(setting).Index())
            {
                var (name, address) = Split(entry);
                if (!NodeUrl.TryParse(address, NodeUrl.OllamaPort, out var url))
                {
                    // The entry may hold a password, so it is not repeated.
                    mistakes.Add($"{origin}: entry {index + 1} is not a node's address; expected host, host:port or http://host:port (name=address to name it), without a user name.");
                }
                else if (!nodes.Exists(node => NodeUrl.SameNode(node.BaseUrl, url)))
                {
                    var node = Node(name, url, origin, provider, prefix, simulated) with { OnEveryPort = provider == Providers.Ollama && !NodeUrl.NamesPort(address), Slots = slots, OnlyIfAnswers = isGuess };
                    if (Fault(node.Id) is { } fault)
                    {
                        mistakes.Add($"{origin}: entry {index + 1} {fault}");
                    }
                    else
                    {
                        nodes.Add(node);
                    }
                }
            }
        }

        int? Concurrency(string number, NumberedNode node)
        {
            if (node.Url.Length == 0)
            {
                mistakes.Add($"OLLAMA_MAX_CONCURRENT_{number}: there is no OLLAMA_URL_{number}.");
            }
            else if (node.MaxConcurrency is < 1 or > 256)
            {
                mistakes.Add($"OLLAMA_MAX_CONCURRENT_{number}: {node.MaxConcurrency} is left out; expected 1 to 256.");
                return null;
            }

            return node.MaxConcurrency;
        }

        // All nodes of a round are written by one statement: an id it cannot take would lose the round of every node.
        string? Fault(string id) => id switch
        {
            { Length: > MaxId } => $"has a name that is too long; a node's id may have {MaxId} characters.",
            _ when id.Any(char.IsControl) => "has a name with unprintable characters.",
            _ when nodes.Exists(node => node.Id == id) => $"would have the id of another node, {id}; give it a name of its own (name=address).",
            _ => null,
        };

        NodeEndpoint Node(string? name, Uri url, string origin, string provider, string prefix, bool simulated)
        {
            name ??= NodeNames.Of(url, provider, machine);
            return new NodeEndpoint($"{prefix}:{name}", name, WithoutV1(url), provider, origin, simulated);
        }
    }

    /// <summary>An entry may name its node: <c>pi5=http://10.0.0.5:11434</c>.</summary>
    private static (string? Name, string Address) Split(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !entry.AsSpan(0, equals).ContainsAny('/', ':') ? (entry[..equals].Trim(), entry[(equals + 1)..]) : (null, entry);
    }

    /// <summary>People copy the URL their OpenAI client wants. The path of version 1 is part of the protocol, not of the node.</summary>
    private static Uri WithoutV1(Uri url) =>
        url.AbsolutePath.EndsWith("/v1", StringComparison.Ordinal)
            ? new Uri(url.AbsoluteUri[..^"/v1".Length])
            : url;
}
