namespace LlmMcp.Cli.Up;

/// <summary>What runs after <c>up</c>, and what does not.</summary>
internal sealed record UpStatus
{
    public required string Version { get; init; }

    public required UpPlan Plan { get; init; }

    public required string Database { get; init; }

    public required IReadOnlyList<UpNode> Nodes { get; init; }

    public required bool CloudKey { get; init; }

    /// <summary>How this program was called; see <see cref="OwnForm"/>.</summary>
    public required string Program { get; init; }

    private IEnumerable<UpNode> Usable => Nodes.Where(node => node is { Online: true, Models: > 0 });

    /// <summary>True when nothing but the simulator could answer: then every answer is made up, and that has to be said.</summary>
    public bool OnlySimulated => !CloudKey && Usable.Any() && Usable.All(node => node.Simulated);

    /// <summary>What keeps this from being whole, with the way out.</summary>
    public IEnumerable<string> Missing()
    {
        if (Plan.Workers == 0)
        {
            yield return "A worker: jobs wait until one connects to gRPC.";
        }

        if (!CloudKey && !Usable.Any(node => !node.Simulated))
        {
            yield return Nodes.Any(node => node is { Online: true, Simulated: false })
                ? "A model: the node has none. Fetch one with `ollama pull llama3.2:3b`."
                : $"A {(OnlySimulated ? "real model server" : "model server")}: start Ollama, set OLLAMA_BASE_URL or COMPAT_ENDPOINTS, or a key such as OPENAI_API_KEY"
                    + (Plan.Demo ? "." : ", or look around with `up --demo`.");
        }
    }

    /// <summary>The command to try now, with the address when it is not the one everybody tries.</summary>
    public string Next()
    {
        var address = Plan.HttpUrl.Port == 8080 ? string.Empty : $" --url {Plan.HttpUrl.ToString().TrimEnd('/')}";
        return Usable.Any() || CloudKey
            ? $"{Program} ask{address} \"Why is the sky blue?\""
            : $"{Program} doctor{address}";
    }
}

/// <summary>A node as Core lists it.</summary>
internal sealed record UpNode(string Name, string? Address, bool Online, int Models, bool Simulated);
