using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Fleet;

/// <summary>Which nodes there are and how they are watched. Section <c>Fleet</c>.</summary>
internal sealed class FleetOptions
{
    public const string Section = "Fleet";

    /// <summary>The Ollama node that is tried first. The default is <c>http://127.0.0.1:11434</c>; empty means none.</summary>
    public string OllamaBaseUrl { get; set; } = "http://127.0.0.1:11434";

    /// <summary>More Ollama nodes, <c>host[:port]</c> or URL, comma separated.</summary>
    public string OllamaExtraEndpoints { get; set; } = "";

    /// <summary>OpenAI-compatible nodes, URLs, comma separated.</summary>
    public string CompatEndpoints { get; set; } = "";

    /// <summary>An MLX server: one more OpenAI-compatible node.</summary>
    public string MlxApiUrl { get; set; } = "";

    /// <summary>Nodes of the simulator, URLs, comma separated. Set by <c>up --demo</c>.</summary>
    public string SimulatedEndpoints { get; set; } = "";

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

    /// <summary>Pause between probes of all nodes, 1 second to 1 hour. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a node may take for one answer to a probe, 100 ms to 1 minute. The default is 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between looks at what other Cores changed, 100 ms to 1 minute. The default is 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);
}
