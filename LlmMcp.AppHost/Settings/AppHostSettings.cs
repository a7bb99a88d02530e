using System.Globalization;
using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.AppHost.Settings;

/// <summary>Where the published files are for.</summary>
internal enum DeploymentTarget
{
    /// <summary>A Docker Compose file.</summary>
    Compose,

    /// <summary>A Helm chart.</summary>
    Kubernetes,

    /// <summary>Neither: only the manifest, which azd reads.</summary>
    Manifest,
}

/// <summary>Which model servers there are from the beginning.</summary>
internal enum ModelSource
{
    /// <summary>An Ollama container with the default models.</summary>
    Container,

    /// <summary>An Ollama that somebody else runs, on this machine unless OLLAMA_BASE_URL says otherwise.</summary>
    Host,

    /// <summary>None: nodes are discovered, or the cloud answers.</summary>
    None,

    /// <summary>Six simulated nodes (<c>--demo</c>).</summary>
    Simulator,
}

/// <summary>The GPU of the Ollama container.</summary>
internal enum Gpu
{
    None,
    Nvidia,
    Amd,
}

/// <summary>What the AppHost is asked for. Pure: read from a configuration, decided before any resource exists.</summary>
internal sealed record AppHostSettings
{
    /// <summary><c>Target</c>: compose (the default), kubernetes, or manifest for azd.</summary>
    public DeploymentTarget Target { get; private init; }

    /// <summary><c>Ollama</c>: container (the default), host or none; <c>--demo</c> means the simulator.</summary>
    public ModelSource Models { get; private init; }

    /// <summary><c>OllamaGpu</c>: none (the default), nvidia or amd.</summary>
    public Gpu Gpu { get; private init; }

    /// <summary><c>CoreReplicas</c>, 1 to 32. The default is 1.</summary>
    public int CoreReplicas { get; private init; }

    /// <summary><c>WorkerReplicas</c>, 0 to 64. The default is 2.</summary>
    public int WorkerReplicas { get; private init; }

    /// <summary><c>PORT_HTTP_LLMCORE</c>. The default is 8080.</summary>
    public int HttpPort { get; private init; }

    /// <summary><c>PORT_GRPC_LLMCORE</c>. The default is 9090.</summary>
    public int GrpcPort { get; private init; }

    /// <summary><c>PORT_MCP_LLM</c>. The default is 3333.</summary>
    public int BridgePort { get; private init; }

    /// <summary><c>PORT_DB_LLM</c>: where this machine reaches the PostgreSQL container. The default is 5435.</summary>
    public int PostgresPort { get; private init; }

    /// <summary><c>POSTGRES_DB</c>. The default is <c>llm_mcp</c>.</summary>
    public string PostgresDatabase { get; private init; } = "llm_mcp";

    /// <summary><c>POSTGRES_USER</c>; null is the image's own, <c>postgres</c>.</summary>
    public string? PostgresUser { get; private init; }

    /// <summary>The connection string of a database that exists already; null starts one. From <c>ConnectionStrings:llmdb</c>, <c>DB_DSN</c> or <c>DB_HOST</c>.</summary>
    public string? Database { get; private init; }

    /// <summary><c>OLLAMA_BASE_URL</c>; null when it is not set.</summary>
    public string? OllamaUrl { get; private init; }

    /// <summary>True when containers call the Ollama of the machine they run on.</summary>
    public bool CallsTheHost => Models == ModelSource.Host && OllamaUrl is null;

    /// <summary><c>OLLAMA_MODEL</c>, which the Ollama container pulls. The default is <c>llama3.2:3b</c>.</summary>
    public string ChatModel { get; private init; } = "llama3.2:3b";

    /// <summary><c>OLLAMA_EMBED_MODEL</c>, which the Ollama container pulls. The default is <c>nomic-embed-text</c>.</summary>
    public string EmbedModel { get; private init; } = "nomic-embed-text";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidConfigurationException">Some cannot be read; the message lists all of them.</exception>
    public static AppHostSettings From(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var flat = FlatVariables(configuration, mistakes);
        // Aspire's test host reads the bare switch itself, and takes the argument behind it for its value.
        var demo = Text("Demo") is { } word && (word.StartsWith("--", StringComparison.Ordinal) || Choice("Demo", "false", ("true", true), ("1", true), ("false", false), ("0", false)));
        var settings = new AppHostSettings
        {
            Target = Choice("Target", "compose", ("compose", DeploymentTarget.Compose), ("kubernetes", DeploymentTarget.Kubernetes), ("manifest", DeploymentTarget.Manifest)),
            Models = demo ? ModelSource.Simulator : Choice("Ollama", "container", ("container", ModelSource.Container), ("host", ModelSource.Host), ("none", ModelSource.None)),
            Gpu = Choice("OllamaGpu", "none", ("none", Gpu.None), ("nvidia", Gpu.Nvidia), ("amd", Gpu.Amd)),
            CoreReplicas = Number("CoreReplicas", 1, 1, 32),
            WorkerReplicas = Number("WorkerReplicas", 2, 0, 64),
            HttpPort = Port("PORT_HTTP_LLMCORE", 8080),
            GrpcPort = Port("PORT_GRPC_LLMCORE", 9090),
            BridgePort = Port("PORT_MCP_LLM", 3333),
            PostgresPort = Port("PORT_DB_LLM", 5435),
            PostgresDatabase = Text("POSTGRES_DB") ?? "llm_mcp",
            PostgresUser = Text("POSTGRES_USER"),
            Database = configuration.GetConnectionString("llmdb") is { Length: > 0 } connection ? connection : flat.GetValueOrDefault("ConnectionStrings:llmdb"),
            OllamaUrl = flat.GetValueOrDefault("Fleet:OllamaBaseUrl"),
            ChatModel = flat.GetValueOrDefault("Fleet:OllamaModel") ?? "llama3.2:3b",
            EmbedModel = flat.GetValueOrDefault("Fleet:OllamaEmbedModel") ?? "nomic-embed-text",
        };
        if (settings is { Target: DeploymentTarget.Kubernetes, Models: ModelSource.Host, OllamaUrl: null })
        {
            mistakes.Add("Ollama is \"host\" and Target is \"kubernetes\": a cluster does not know this machine. Set OLLAMA_BASE_URL to where Ollama is.");
        }

        return mistakes.Count == 0 ? settings : throw new InvalidConfigurationException(mistakes);

        string? Text(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        T Choice<T>(string key, string usual, params (string Word, T Value)[] choices)
        {
            var text = Text(key) ?? usual;
            foreach (var (word, value) in choices)
            {
                if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            mistakes.Add($"{key} is \"{text}\"; expected {string.Join(" or ", choices.Select(static choice => choice.Word))}.");
            return choices[0].Value;
        }

        int Number(string key, int usual, int least, int most)
        {
            if (Text(key) is not { } text)
            {
                return usual;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            mistakes.Add($"{key} is \"{text}\"; expected a whole number from {least} to {most}.");
            return usual;
        }

        int Port(string key, int usual) => Number(key, usual, 1, 65_535);
    }

    /// <summary>The README's variables as the processes will read them, so that their mistakes are found before anything starts.</summary>
    private static Dictionary<string, string?> FlatVariables(IConfiguration configuration, List<string> mistakes)
    {
        var set = EnvironmentAliases.All.SelectMany(static variable => NumberedName.Of(variable.Name)).Distinct(StringComparer.Ordinal)
            .Where(name => !string.IsNullOrWhiteSpace(configuration[name]))
            .ToDictionary(static name => name, name => configuration[name]!, StringComparer.Ordinal);
        try
        {
            return EnvironmentConfiguration.Read(set);
        }
        catch (InvalidConfigurationException invalid)
        {
            mistakes.AddRange(invalid.Errors);
            return [];
        }
    }
}
