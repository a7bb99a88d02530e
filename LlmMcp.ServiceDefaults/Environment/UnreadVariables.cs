namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>
/// Variables that people who come from an older system have in their files and that nothing here reads. A process that finds
/// one set says so at its start: what is ignored in silence is believed to work.
/// </summary>
public static class UnreadVariables
{
    private const string Cache = "answers are not cached yet";
    private const string TaskTypes = "nodes with task types of their own are not there yet; routing knows them by their models";
    private const string Blocks = "backends are not yet paired or taken in turns; jobs of one model wait in one line for it";
    private const string Adaptive = "the number of calls at once does not follow the load yet; WORKER_COUNT and the devices' slots bound it";
    private const string Pushed = "a worker is told of work over its stream and asks for none";
    private const string Stealing = "workers do not take jobs from each other yet; none holds more than it runs";
    private const string TaskStream = "there is no task stream over SSE yet; custom workers claim over HTTP or gRPC";
    private const string Slots = "a worker takes as many jobs as it has slots: WORKER_COUNT";

    /// <summary>Every one of them.</summary>
    public static readonly IReadOnlyList<UnreadVariable> All =
    [
        new("OLLAMA_MODEL_n", "Core", TaskTypes),
        new("OLLAMA_CAPABILITIES_n", "Core", TaskTypes),
        new("ENABLE_CACHING", "Core", Cache),
        new("OLLAMA_CACHING_TTL_HOURS", "Core", Cache),
        new("SMART_WORKER_BATCH_BY_MODEL", "Core", Blocks),
        new("SMART_WORKER_INTERLEAVE_BLOCKS", "Core", Blocks),
        new("SMART_WORKER_HEAVY_LIGHT_PAIRING", "Core", Blocks),
        new("SMART_WORKER_BATCH_SIZE", "Core", Slots),
        new("SMART_WORKER_STUCK_MINUTES", "Core", "a job whose worker is lost returns when its lease ends: WORKER_LEASE_SECONDS"),
        new("JOB_CLEANUP_INTERVAL", "Core", "finished jobs are removed all the time, in small batches; JOB_RETENTION_DAYS says after how long"),
        new("CLOUD_EMBED_DIMENSIONS", "Core", "embeddings keep the dimensions of their model"),
        new("SMART_WORKER_ADAPTIVE_CONCURRENCY", "Worker", Adaptive),
        new("POLL_INTERVAL", "Worker", Pushed),
        new("POLLING_ENABLED", "Worker", Pushed),
        new("HEARTBEAT_INTERVAL", "Worker", "heartbeats come three times a lease: WORKER_LEASE_SECONDS"),
        new("REQUEST_TIMEOUT", "Worker", "an attempt's time limit is the job's `timeout_seconds`, else that of its quality or kind"),
        new("QUEUE_SIZE", "Worker", Slots),
        new("MAX_BATCH_SIZE", "Worker", Slots),
        new("WORK_STEALING_ENABLED", "Worker", Stealing),
        new("WORK_STEALING_INTERVAL", "Worker", Stealing),
        new("WORK_STEALING_MAX_COUNT", "Worker", Stealing),
        new("WORK_STEALING_MIN_CAPACITY", "Worker", Stealing),
        new("SSE_ENABLED", "Worker", TaskStream),
        new("SSE_ENDPOINT", "Worker", TaskStream),
        new("SSE_RECONNECT_INTERVAL", "Worker", TaskStream),
        new("SSE_MAX_RECONNECT_ATTEMPTS", "Worker", TaskStream),
        new("SSE_HEARTBEAT_TIMEOUT", "Worker", TaskStream),
        new("SSE_HEARTBEAT_INTERVAL", "Worker", TaskStream),
        new("SSE_MAX_DURATION", "Worker", TaskStream),
        new("PROTO_PATH", "Bridge", "the protocol is compiled in"),
        new("BACKEND_URL", "Bridge", "the bridge talks to Core itself: CORE_HTTP_URL"),
        new("TELEMETRY_DB_DSN", "Telemetry", "telemetry asks Core and not its database: CORE_HTTP_URL"),
    ];

    /// <summary>Those of a process that are set.</summary>
    public static IEnumerable<UnreadVariable> SetIn(IReadOnlyDictionary<string, string> environment, string process) =>
        from variable in All
        where variable.Process == process
        from name in NumberedName.Of(variable.Name)
        where environment.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text)
        select variable with { Name = name };
}
