using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Worker.Ollama;

/// <summary>The worker's own Ollama node, for jobs to which Core gave no device. Section <c>Worker:Ollama</c>.</summary>
public sealed class OllamaOptions
{
    /// <summary>Base URL, http or https (<c>OLLAMA_BASE_URL</c>). The default is <c>http://127.0.0.1:11434</c>.</summary>
    [Required, Url(ErrorMessage = "{0} must be a URL such as http://127.0.0.1:11434.")]
    public string BaseUrl { get; set; } = "http://127.0.0.1:11434";

    /// <summary>Model of a generate or chat job that names none (<c>OLLAMA_MODEL</c>). The default is <c>llama3.2:3b</c>.</summary>
    [Required]
    public string Model { get; set; } = "llama3.2:3b";

    /// <summary>Model of an embedding job that names none (<c>OLLAMA_EMBED_MODEL</c>). The default is <c>nomic-embed-text</c>.</summary>
    [Required]
    public string EmbedModel { get; set; } = "nomic-embed-text";
}
