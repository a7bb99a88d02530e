using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>OpenRouter's catalogue, prices and balance. Section <c>OpenRouter</c>; the key is that of section <c>Cloud</c>.</summary>
internal sealed class OpenRouterOptions
{
    public const string Section = "OpenRouter";

    /// <summary>The base URL, or the full address of chat completions. The default is <c>https://openrouter.ai/api/v1</c>.</summary>
    [Required]
    public string BaseUrl { get; set; } = "https://openrouter.ai/api/v1";

    /// <summary>Seconds between readings of the catalogue, 60 to 31 days; 0 reads it on demand only. The default is 86400.</summary>
    [Range(0, 2_678_400)]
    public int SyncIntervalSeconds { get; set; } = 86_400;

    /// <summary>1 reads the catalogue at the start unless another Core has just done so, 0 does not. The default is 1.</summary>
    [Range(0, 1)]
    public int SyncOnStartup { get; set; } = 1;

    /// <summary>So many models of the catalogue are taken over for routing, 0 to 5000. The default is 100.</summary>
    [Range(0, OpenRouterCatalogue.MostModels)]
    public int TopN { get; set; } = 100;

    /// <summary>Models that cost more per million tokens, in or out, are not taken over; 0 to 100,000 USD. The default is 100.</summary>
    [Range(typeof(decimal), "0", "100000")]
    public decimal MaxPricePer1M { get; set; } = 100;

    /// <summary>How long OpenRouter may take for its catalogue, 100 ms to 10 minutes. The default is 1 minute; the balance has a tenth of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>True when the interval is none at all or long enough to be polite.</summary>
    public bool IsPolite => SyncIntervalSeconds is 0 or >= 60;
}
