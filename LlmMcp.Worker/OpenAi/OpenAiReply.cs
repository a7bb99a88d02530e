using System.ClientModel.Primitives;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.OpenAi;

/// <summary>An answer that is being read.</summary>
internal sealed class OpenAiReply(PipelineResponse response, AnswerReader reader) : IAsyncDisposable
{
    public AnswerReader Reader => reader;

    /// <summary>False for servers that ignore <c>stream</c> and answer with one document.</summary>
    public bool IsEventStream =>
        response.Headers.TryGetValue("Content-Type", out var type) && type!.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    public async ValueTask DisposeAsync()
    {
        response.Dispose();
        await reader.DisposeAsync();
    }
}
