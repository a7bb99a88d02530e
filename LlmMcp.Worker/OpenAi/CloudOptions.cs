using System.ComponentModel.DataAnnotations;
using LlmMcp.Contracts;

namespace LlmMcp.Worker.OpenAi;

/// <summary>A cloud provider that speaks OpenAI's protocol. Sections <c>Worker:OpenAi</c> and <c>Worker:OpenRouter</c>.</summary>
public sealed class CloudOptions
{
    /// <summary>Options name of OpenAI.</summary>
    public const string OpenAi = "OpenAi";

    /// <summary>Options name of OpenRouter.</summary>
    public const string OpenRouter = "OpenRouter";

    /// <summary>
    /// The key (<c>OPENAI_API_KEY</c>, <c>OPENROUTER_API_KEY</c>). Without it every job of the provider fails with class
    /// <c>not_configured</c>; the deployed system's placeholder <c>not-used</c> counts as none.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The base URL, or the full address of chat completions (<c>OPENAI_BASE_URL</c>, <c>OPENROUTER_BASE_URL</c>).</summary>
    [Required, Url(ErrorMessage = "{0} must be a URL such as http://127.0.0.1:11434.")]
    public string BaseUrl { get; set; } = "";

    /// <summary>Model of a chat job that names none (<c>OPENAI_MODEL</c>, <c>OPENROUTER_MODEL</c>).</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Model of an embedding job that names none. The default is <c>text-embedding-3-small</c>.</summary>
    [Required]
    public string EmbedModel { get; set; } = "text-embedding-3-small";

    /// <summary>Temperature of a chat job that gives none, 0 to 2. The defaults are 0.2 (OpenAI) and 0.3 (OpenRouter).</summary>
    [Range(0.0, 2.0)]
    public double Temperature { get; set; }

    /// <summary>Longest answer in tokens of a chat job that gives no limit, 1 to 1,000,000. The default is 256.</summary>
    [Range(1, 1_000_000)]
    public int MaxTokens { get; set; } = 256;

    /// <summary>True when there is a usable key.</summary>
    public bool HasKey => CloudKey.IsSet(ApiKey);
}
