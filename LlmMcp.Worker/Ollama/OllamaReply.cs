using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Ollama;

/// <summary>An answer that is being read.</summary>
internal sealed class OllamaReply(HttpResponseMessage response, AnswerReader reader) : IAsyncDisposable
{
    public AnswerReader Reader => reader;

    public async ValueTask DisposeAsync()
    {
        // The connection first: completing the reader would otherwise wait for a server that is still talking.
        response.Dispose();
        await reader.DisposeAsync();
    }
}
