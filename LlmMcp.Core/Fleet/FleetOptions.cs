using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Fleet;

/// <summary>Which nodes there are and how they are watched. Section <c>Fleet</c>.</summary>
internal sealed class FleetOptions
{
    public const string Section = "Fleet";

    /// <summary>
    /// The Ollama node that is tried first; empty means none. Null, the default, means <c>http://127.0.0.1:11434</c>, which is a device
    /// once it has answered: nobody said that there is one.
    /// </summary>
    public string? OllamaBaseUrl { get; set; }

    /// <summary>Where that node is; empty for none.</summary>
    public string OllamaAddress => OllamaBaseUrl ?? "http://127.0.0.1:11434";

    /// <summary>More Ollama nodes, <c>host[:port]</c> or URL, comma separated.</summary>
    public string OllamaExtraEndpoints { get; set; } = "";

    /// <summary>OpenAI-compatible nodes, URLs, comma separated.</summary>
    public string CompatEndpoints { get; set; } = "";

    /// <summary>An MLX server: one more OpenAI-compatible node.</summary>
    public string MlxApiUrl { get; set; } = "";

    /// <summary>Nodes of the simulator, URLs, comma separated. Set by <c>up --demo</c>.</summary>
    public string SimulatedEndpoints { get; set; } = "";

    /// <summary>Ports on which hosts named without one are looked for, comma separated, at most 16. The default is <c>11434</c>.</summary>
    public string OllamaPorts { get; set; } = "11434";

    /// <summary>Ollama nodes by number (<c>OLLAMA_URL_n</c>), each with its own concurrency.</summary>
    public Dictionary<string, NumberedNode> Numbered { get; init; } = [];

    /// <summary>
    /// Largest sizes of the tiers tiny, small, medium and large in billions of parameters, four growing numbers, comma separated.
    /// The default is <c>1,3,7,13</c>.
    /// </summary>
    public string TierBounds { get; set; } = "1,3,7,13";

    /// <summary>Jobs at once on one device, 1 to 256, where <c>device_limits</c> says nothing. The default is 1.</summary>
    [Range(1, 256)]
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>Jobs at once at one cloud provider, 1 to 256. The default is 16.</summary>
    [Range(1, 256)]
    public int CloudConcurrency { get; set; } = 16;

    /// <summary>Chat model of an Ollama job that names none. The default is <c>llama3.2:3b</c>.</summary>
    [Required]
    public string OllamaModel { get; set; } = "llama3.2:3b";

    /// <summary>Embedding model of an Ollama job that names none. The default is <c>nomic-embed-text</c>.</summary>
    [Required]
    public string OllamaEmbedModel { get; set; } = "nomic-embed-text";

    /// <summary>
    /// Pause between probes of all nodes, up to 1 day; 0 probes them once at start and then on demand only. The default is 15 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// When what only an absent Core knows may be forgotten: after twenty probes, and never before <paramref name="least"/>. Long,
    /// because that Core may just be restarting.
    /// </summary>
    public TimeSpan ForgetAfter(TimeSpan least) => TimeSpan.FromTicks(Math.Max(least.Ticks, ProbeInterval.Ticks * 20));

    /// <summary>How long a node may take for one answer to a probe, 100 ms to 1 minute. The default is 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one round of probes may take, 1 second to 10 minutes. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RoundBudget { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Pause between looks at what other Cores changed, 100 ms to 1 minute. The default is 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>A node by number.</summary>
internal sealed class NumberedNode
{
    /// <summary>Where it is (<c>OLLAMA_URL_n</c>).</summary>
    public string Url { get; set; } = "";

    /// <summary>Jobs at once there, 1 to 256 (<c>OLLAMA_MAX_CONCURRENT_n</c>); null leaves it to the general setting.</summary>
    public int? MaxConcurrency { get; set; }
}
