using System.ComponentModel.DataAnnotations;

namespace LlmMcp.McpBridge;

/// <summary>Where the bridge listens, whom it lets in and where Core is. Section <c>Bridge</c>.</summary>
public sealed class BridgeOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Bridge";

    /// <summary>Where HTTP listens (<c>MCP_HTTP_ADDR</c>). The default is <c>127.0.0.1:3333</c>; beyond loopback a key is required.</summary>
    [Required]
    public string HttpAddress { get; set; } = "127.0.0.1:3333";

    /// <summary>Where Core's HTTP is (<c>CORE_HTTP_URL</c>). The default is <c>http://127.0.0.1:8080</c>.</summary>
    [Required]
    public string CoreUrl { get; set; } = "http://127.0.0.1:8080";

    /// <summary>
    /// The key sent to Core, and asked of every caller (<c>INTERNAL_API_KEY</c>). Empty by default, which is allowed on loopback
    /// only. With a key set callers on loopback need it too: what they ask for is done at Core with this key.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// More names a browser may know the bridge by, comma separated (<c>MCP_ALLOWED_HOSTS</c>). Loopback names, IP addresses and
    /// names without a dot need no entry.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Sites whose pages may call the bridge, comma separated (<c>MCP_ALLOWED_ORIGINS</c>), such as <c>https://chat.example.org</c>.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Longest request body in bytes, 1 KiB to 1 GiB. The default is 16 MiB, as at Core.</summary>
    [Range(1024, 1 << 30, ErrorMessage = "Bridge:MaxBodyBytes must be 1024 to 1073741824 bytes.")]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Sessions of <c>initialize</c> clients at once, 1 to 1,000,000 (<c>MCP_MAX_SESSIONS</c>). The default is 10,000. One more ends
    /// the session that was idle longest; where none is idle it is refused with 503.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Bridge:MaxSessions (MCP_MAX_SESSIONS) must be 1 to 1000000.")]
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>Seconds after which a session nobody used ends, 10 to 604,800 (<c>MCP_SESSION_IDLE_SECONDS</c>). The default is 7,200.</summary>
    [Range(10, 604_800, ErrorMessage = "Bridge:SessionIdleSeconds (MCP_SESSION_IDLE_SECONDS) must be 10 to 604800 seconds.")]
    public int SessionIdleSeconds { get; set; } = 7_200;

    /// <summary>Events of one session that are kept to be sent again after a broken connection, 0 to 100,000. The default is 256.</summary>
    [Range(0, 100_000, ErrorMessage = "Bridge:SessionEvents must be 0 to 100000.")]
    public int SessionEvents { get; set; } = 256;

    /// <summary>Bytes of kept events of all sessions together, 1 MiB to 16 GiB; the oldest go first. The default is 64 MiB.</summary>
    [Range(1L << 20, 1L << 34, ErrorMessage = "Bridge:EventBytes must be 1048576 to 17179869184.")]
    public long EventBytes { get; set; } = 64L << 20;

    /// <summary>Open streams (<c>subscriptions/listen</c>, calls under way, GET, <c>/jobs/{id}/stream</c>) at once, 1 to 1,000,000. The default is 20,000; one more is refused with 503.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Bridge:MaxStreams must be 1 to 1000000.")]
    public int MaxStreams { get; set; } = 20_000;

    /// <summary>
    /// Days Core keeps a job that has ended, 0 for ever (<c>JOB_RETENTION_DAYS</c>, as Core reads it): told to clients as the life
    /// of a task. The default is 7.
    /// </summary>
    [Range(0, 36_500, ErrorMessage = "Bridge:JobRetentionDays (JOB_RETENTION_DAYS) must be 0 to 36500 days.")]
    public int JobRetentionDays { get; set; } = 7;
}
