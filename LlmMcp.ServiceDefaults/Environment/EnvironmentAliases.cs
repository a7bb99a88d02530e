using static LlmMcp.ServiceDefaults.Environment.EnvironmentValueKind;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>
/// The one place where flat variables become options keys. The README table is generated from it, so a variable that is
/// not here does not exist. A name may stand in several rows when processes use it differently.
/// </summary>
public static class EnvironmentAliases
{
    /// <summary>Every variable, in the order of the README table.</summary>
    public static readonly IReadOnlyList<EnvironmentVariable> All =
    [
        new("DB_DSN", "ConnectionStrings:llmdb", "Core", "", "PostgreSQL, as a `postgres://` URL or a key=value string. `ConnectionStrings__llmdb` wins; without either, `up` starts a private server."),
        new("CORE_HTTP_ADDR", "Core:HttpAddress", "Core", "127.0.0.1:8080", "Where HTTP listens. Beyond loopback a key is required."),
        new("CORE_GRPC_ADDR", "Core:GrpcAddress", "Core", "127.0.0.1:9090", "Where gRPC listens (HTTP/2 without TLS)."),
        new("CORE_GRPC_ADDR", "Worker:CoreAddress", "Worker", "127.0.0.1:9090", "Where the worker finds Core's gRPC."),
        new("CORE_VERSION", "Core:Version", "Core", "", "Version shown by `/health`; the build's own when empty."),
        new("LLM_MCP_VERSION", "Core:Version", "Core", "", "Older name of `CORE_VERSION`."),
        new("INTERNAL_API_KEY", "Access:InternalKey", "Core", "", "Key of the worker and admin calls; 16 characters at least. Required beyond loopback."),
        new("INTERNAL_API_KEY", "Worker:ApiKey", "Worker", "", "Key the worker sends to Core."),
        new("TRUSTED_NETWORKS", "Access:TrustedNetworks", "Core", "", "CIDRs, comma separated, whose callers need no key. Meant for old workers only."),
        new("JOB_RETENTION_DAYS", "Jobs:RetentionDays", "Core", "7", "How long finished jobs are kept; 0 keeps them for ever.", Number),
        new("WORKER_LEASE_SECONDS", "Jobs:LeaseSeconds", "Core", "60", "Lease of a claim when the worker does not ask for another.", Number),
        new("OLLAMA_BASE_URL", "Fleet:OllamaBaseUrl", "Core", "http://127.0.0.1:11434", "The Ollama node that is tried first."),
        new("OLLAMA_API_URL", "Fleet:OllamaBaseUrl", "Core", "", "Older name of `OLLAMA_BASE_URL`."),
        new("OLLAMA_URL", "Fleet:OllamaBaseUrl", "Core", "", "Older name of `OLLAMA_BASE_URL`."),
        new("OLLAMA_EXTRA_ENDPOINTS", "Fleet:OllamaExtraEndpoints", "Core", "", "More Ollama nodes, `host[:port]` or URL, comma separated."),
        new("COMPAT_ENDPOINTS", "Fleet:CompatEndpoints", "Core", "", "OpenAI-compatible nodes (llama.cpp, vLLM, LM Studio, MLX), URLs, comma separated."),
        new("MLX_API_URL", "Fleet:MlxApiUrl", "Core", "", "An MLX server; one more OpenAI-compatible node."),
        new("DEVICE_MAX_CONCURRENCY", "Fleet:MaxConcurrency", "Core", "1", "Jobs at once on one device, 1 to 256.", Number),
        new("DEVICE_LIMITS_JSON", "Limits:DevicesJson", "Core", "", "What devices may run: device id, or `*`, to `ram_gb`, `vram_gb`, `max_params_b`, `max_size_gb`, `max_context` (tokens), `allow_models`, `deny_models`, `max_concurrency`."),
        new("DEVICE_LIMITS_FILE", "Limits:DevicesFile", "Core", "", "A file with the same JSON, read anew while Core runs; `DEVICE_LIMITS_JSON` wins."),
        new("DEVICE_LIMITS_INTERVAL", "Limits:IntervalSeconds", "Core", "0", "Seconds between two readings of the file; 0 reads it with each round of probes.", Number),
        new("STRICT_MODEL_LIMITS", "Limits:StrictModels", "Core", "0", "`1` forbids a model of which a limited measure is unknown."),
        new("OLLAMA_MODEL", "Fleet:OllamaModel", "Core", "llama3.2:3b", "Chat model of an Ollama job that names none."),
        new("MODEL_NAME", "Fleet:OllamaModel", "Core", "", "Older name of `OLLAMA_MODEL`."),
        new("OLLAMA_EMBED_MODEL", "Fleet:OllamaEmbedModel", "Core", "nomic-embed-text", "Embedding model of an Ollama job that names none."),
        new("OPENAI_API_KEY", "Cloud:OpenAiApiKey", "Core", "", "Its presence lets routing choose OpenAI; `not-used` means absent."),
        new("OPENROUTER_API_KEY", "Cloud:OpenRouterApiKey", "Core", "", "Its presence lets routing choose OpenRouter; `not-used` means absent. Also used to read the catalogue, prices and balance."),
        new("OPENROUTER_BASE_URL", "OpenRouter:BaseUrl", "Core", "https://openrouter.ai/api/v1", "Where Core reads the catalogue and the balance; the full address of chat completions will do."),
        new("OPENROUTER_SYNC_INTERVAL", "OpenRouter:SyncIntervalSeconds", "Core", "86400", "Seconds between readings of OpenRouter's catalogue, 60 or more; 0 reads it on demand only.", Number),
        new("OPENROUTER_SYNC_ON_STARTUP", "OpenRouter:SyncOnStartup", "Core", "1", "1 reads the catalogue at the start unless another Core has just done so; 0 does not.", Number),
        new("OPENROUTER_TOP_N", "OpenRouter:TopN", "Core", "100", "So many models of the catalogue are taken over for routing.", Number),
        new("OPENROUTER_MAX_PRICE_PER_1M", "OpenRouter:MaxPricePer1M", "Core", "100", "Models that cost more USD per million tokens are not taken over.", Number),
        new("BENCHMARK_AUTO", "Benchmarks:Auto", "Core", "0", "`1` measures models on idle devices where nothing is known of their speed, one at a time per machine; never at a cloud provider."),
        new("BENCHMARK_MAX_AGE_DAYS", "Benchmarks:MaxAgeDays", "Core", "30", "Age from which `BENCHMARK_AUTO` measures again, 1 to 3650.", Number),
        new("BENCHMARK_AUTO_PER_HOUR", "Benchmarks:AutoPerHour", "Core", "60", "Most measurements that nobody asked for in an hour, all devices together.", Number),
        new("BENCHMARK_MAX_PRICE_PER_1M", "Benchmarks:MaxPricePer1M", "Core", "10.0", "Dearest cloud model a benchmark may call, USD per million tokens of prompt or answer; one without a price is never measured."),
        new("WORKER_ID", "Worker:Id", "Worker", "", "The worker's id; a generated one is kept in the user's state directory when empty."),
        new("PROCESSOR_ID", "Worker:Id", "Worker", "", "Older name of `WORKER_ID`."),
        new("WORKER_NAME", "Worker:Name", "Worker", "worker", "Name people see."),
        new("WORKER_KINDS", "Worker:Kinds", "Worker", "", "Kinds to run, comma separated; empty runs all."),
        new("WORKER_COUNT", "Worker:Slots", "Worker", "3", "Model calls at once in one worker, 1 to 1024.", Number),
        new("WORKER_LEASE_SECONDS", "Worker:LeaseSeconds", "Worker", "60", "Lease the worker asks for, 5 to 3600.", Number),
        new("HEALTH_ADDR", "Worker:HealthAddress", "Worker", "127.0.0.1:8081", "Where the standalone worker serves `/health`; `:8081` is every interface. Beyond loopback a key is required, and asked for as `X-API-Key`."),
        new("OLLAMA_BASE_URL", "Worker:Ollama:BaseUrl", "Worker", "http://127.0.0.1:11434", "The Ollama node of jobs that name no device."),
        new("OLLAMA_API_URL", "Worker:Ollama:BaseUrl", "Worker", "", "Older name of `OLLAMA_BASE_URL`."),
        new("OLLAMA_URL", "Worker:Ollama:BaseUrl", "Worker", "", "Older name of `OLLAMA_BASE_URL`."),
        new("OLLAMA_MODEL", "Worker:Ollama:Model", "Worker", "llama3.2:3b", "Chat model of an Ollama job that names none."),
        new("MODEL_NAME", "Worker:Ollama:Model", "Worker", "", "Older name of `OLLAMA_MODEL`."),
        new("OLLAMA_EMBED_MODEL", "Worker:Ollama:EmbedModel", "Worker", "nomic-embed-text", "Embedding model of an Ollama job that names none."),
        new("OPENAI_API_KEY", "Worker:OpenAi:ApiKey", "Worker", "", "Key of OpenAI; `not-used` means none."),
        new("OPENAI_BASE_URL", "Worker:OpenAi:BaseUrl", "Worker", "https://api.openai.com/v1", "OpenAI's base URL, or the full address of chat completions."),
        new("OPENAI_MODEL", "Worker:OpenAi:Model", "Worker", "gpt-4o-mini", "Chat model of an OpenAI job that names none."),
        new("OPENROUTER_API_KEY", "Worker:OpenRouter:ApiKey", "Worker", "", "Key of OpenRouter; `not-used` means none."),
        new("OPENROUTER_BASE_URL", "Worker:OpenRouter:BaseUrl", "Worker", "https://openrouter.ai/api/v1", "OpenRouter's base URL, or the full address of chat completions."),
        new("OPENROUTER_MODEL", "Worker:OpenRouter:Model", "Worker", "google/gemini-2.5-flash", "Chat model of an OpenRouter job that names none."),
        new("COMPAT_ENDPOINTS", "Worker:Compat:Endpoints", "Worker", "", "OpenAI-compatible nodes; the first serves jobs that name no device."),
        new("COMPAT_API_KEY", "Worker:Compat:ApiKey", "Worker", "", "Key sent to `COMPAT_ENDPOINTS` and nowhere else."),
    ];
}
