namespace LlmMcp.Worker.OpenAi;

/// <summary>OpenAI-compatible nodes of the owner's (MLX, llama.cpp, vLLM, LM Studio). Section <c>Worker:Compat</c>.</summary>
public sealed class CompatOptions
{
    /// <summary>
    /// Base URLs, separated by commas (<c>COMPAT_ENDPOINTS</c>). The first one serves jobs to which Core gave no device. Empty
    /// by default.
    /// </summary>
    public string Endpoints { get; set; } = "";

    /// <summary>An MLX server beside this worker (<c>MLX_API_URL</c>), which it tells Core about. Empty by default.</summary>
    public string MlxUrl { get; set; } = "";

    /// <summary>Key sent to the endpoints above and to no other address (<c>COMPAT_API_KEY</c>). Empty by default.</summary>
    public string ApiKey { get; set; } = "";
}
