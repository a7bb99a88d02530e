using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.OpenAi;

/// <summary>The address of an OpenAI-compatible API as settings write it.</summary>
internal static class OpenAiEndpoint
{
    /// <summary>The base below which <c>chat/completions</c> lies; null when the text is no http or https URL.</summary>
    public static Uri? Parse(string url) => NodeAddress.Parse(url.Trim()) is { } address ? OpenAiBase.Of(address.BaseUrl) : null;
}
