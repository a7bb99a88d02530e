using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Worker;

/// <summary>How workers of this process behave. Section <c>Worker</c>; the flat variables are in brackets.</summary>
public sealed class WorkerOptions
{
    /// <summary>Core's gRPC address, <c>host:port</c> or a URL (<c>CORE_GRPC_ADDR</c>). The default is <c>127.0.0.1:9090</c>.</summary>
    [Required]
    public string CoreAddress { get; set; } = "127.0.0.1:9090";

    /// <summary>Sent to Core as <c>x-api-key</c> (<c>INTERNAL_API_KEY</c>). Empty by default.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The worker's id (<c>WORKER_ID</c>). Empty, the default, keeps a generated one in <see cref="StateDirectory"/>.</summary>
    [RegularExpression(@"[A-Za-z0-9._:\-]{0,100}", ErrorMessage = "Worker:Id (WORKER_ID) may hold up to 100 letters, digits, dots, colons, dashes and underscores.")]
    public string Id { get; set; } = "";

    /// <summary>Name people see (<c>WORKER_NAME</c>). The default is <c>worker</c>.</summary>
    [Required, StringLength(100)]
    public string Name { get; set; } = "worker";

    /// <summary>Kinds to run, separated by commas (<c>WORKER_KINDS</c>). Empty, the default, runs every kind with an executor.</summary>
    public string Kinds { get; set; } = "";

    /// <summary>Workers in this process, each with its own session and slots, 1 to 64. The default is 1.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>Model calls at once in one worker, 1 to 1024 (<c>WORKER_COUNT</c>). The default is 3.</summary>
    [Range(1, 1024, ErrorMessage = "Worker:Slots (WORKER_COUNT) must be 1 to 1024.")]
    public int Slots { get; set; } = 3;

    /// <summary>Jobs of inline kinds (echo) a worker may hold until Core has acknowledged them, 1 to 100,000. The default is 2,000.</summary>
    [Range(1, 100_000)]
    public int LightWindow { get; set; } = 2_000;

    /// <summary>Jobs of custom kinds at once in one worker, 1 to 1024. The default is 16; it then also bounds the light window.</summary>
    [Range(1, 1024)]
    public int CustomConcurrency { get; set; } = 16;

    /// <summary>Lease asked of Core in seconds, 5 to 3,600 (<c>WORKER_LEASE_SECONDS</c>). The default is 60.</summary>
    [Range(5, 3_600, ErrorMessage = "Worker:LeaseSeconds (WORKER_LEASE_SECONDS) must be 5 to 3600.")]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How long running jobs may go on after a stop signal, 0 to 1 hour. The default is 20 seconds; what is left is given back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest silence of a model server in the middle of an answer, 1 second to 1 hour. The default is 120 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Where the generated id is kept. Empty, the default, is the user's state directory.</summary>
    public string StateDirectory { get; set; } = "";

    /// <summary>
    /// Where the standalone worker serves <c>GET /health</c> (<c>HEALTH_ADDR</c>); <c>:8081</c> is every interface. Beyond loopback
    /// <see cref="ApiKey"/> must be set, and callers show it as <c>X-API-Key</c>. The default is <c>127.0.0.1:8081</c>.
    /// </summary>
    [Required]
    public string HealthAddress { get; set; } = "127.0.0.1:8081";
}
