namespace LlmMcp.Core.Knowledge;

/// <summary>Knowledge bases that texts are passed on to. Section <c>Knowledge</c>; one without an address does not exist.</summary>
internal sealed class KnowledgeOptions
{
    public const string Section = "Knowledge";

    /// <summary>LightRAG's base URL (<c>LIGHTRAG_URL</c>). Empty by default: there is none.</summary>
    public string LightRagUrl { get; set; } = "";

    /// <summary>Sent to LightRAG as <c>X-API-Key</c> (<c>LIGHTRAG_API_KEY</c>). Empty by default.</summary>
    public string LightRagApiKey { get; set; } = "";

    /// <summary>mem0's base URL (<c>MEM0_URL</c>). Empty by default: there is none.</summary>
    public string Mem0Url { get; set; } = "";
}
