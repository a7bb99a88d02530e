namespace LlmMcp.AppHost.Wiring;

/// <summary>
/// The variables by which the processes find each other: what Core, workers, bridge and telemetry are given whoever starts
/// them. The AppHost fills them with expressions that are worked out at the start or written into deployment files, the system
/// tests with texts; so the tests run what the AppHost would run.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>Names that the wiring decides, so that a setting of the same name is not passed on beside it.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "CORE_HTTP_ADDR", "CORE_GRPC_ADDR", "CORE_HTTP_URL", "WORKER_URL", "HEALTH_ADDR", "MCP_HTTP_ADDR", "INTERNAL_API_KEY", "OLLAMA_BASE_URL", "OLLAMA_API_URL",
        "OLLAMA_URL", "DB_DSN", "DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME", "TELEMETRY_STATE_DIR", "WORKER_ID", "PROCESSOR_ID",
    };

    /// <summary>Core's. <paramref name="nodes"/> says which model servers it begins with.</summary>
    public static Dictionary<string, T> Core<T>(T httpAddress, T grpcAddress, T database, T key, ModelServers<T> nodes)
        where T : class => Given(
        ("CORE_HTTP_ADDR", httpAddress),
        ("CORE_GRPC_ADDR", grpcAddress),
        ("ConnectionStrings__llmdb", database),
        ("INTERNAL_API_KEY", key),
        // The structured name can say "none": an empty OLLAMA_BASE_URL means the default.
        ("Fleet__OllamaBaseUrl", nodes.Ollama),
        ("Fleet__SimulatedEndpoints", nodes.Simulated));

    /// <summary>A worker's. Its health page stays on loopback: beyond it a key would be asked for, which probes do not have.</summary>
    public static Dictionary<string, T> Worker<T>(T coreGrpc, T healthAddress, T key, ModelServers<T> nodes)
        where T : class => Given(
        ("services__core__grpc__0", coreGrpc),
        ("HEALTH_ADDR", healthAddress),
        ("INTERNAL_API_KEY", key),
        ("OLLAMA_BASE_URL", nodes.Ollama));

    /// <summary>The bridge's.</summary>
    public static Dictionary<string, T> Bridge<T>(T coreHttp, T httpAddress, T key)
        where T : class => Given(
        ("services__core__http__0", coreHttp),
        ("MCP_HTTP_ADDR", httpAddress),
        ("INTERNAL_API_KEY", key));

    /// <summary>Telemetry's. Without <paramref name="stateDirectory"/> it keeps its state where the user's belongs.</summary>
    public static Dictionary<string, T> Telemetry<T>(T coreHttp, T key, T? stateDirectory)
        where T : class => Given(
        ("services__core__http__0", coreHttp),
        ("INTERNAL_API_KEY", key),
        ("TELEMETRY_STATE_DIR", stateDirectory));

    private static Dictionary<string, T> Given<T>(params (string Name, T? Value)[] variables)
        where T : class => variables.Where(static variable => variable.Value is not null).ToDictionary(static variable => variable.Name, static variable => variable.Value!);
}

/// <summary>The model servers that are known from the beginning.</summary>
/// <param name="Ollama">The Ollama node that is tried first; an empty text means none, null what the process does by itself.</param>
/// <param name="Simulated">Simulated nodes, comma separated; null means none.</param>
internal sealed record ModelServers<T>(T? Ollama, T? Simulated)
    where T : class;
