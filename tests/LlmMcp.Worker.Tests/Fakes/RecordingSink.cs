using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>Remembers what an executor streamed; the first token can be awaited.</summary>
internal sealed class RecordingSink : IDeltaSink
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<(string Response, string Thinking)> Pieces { get; } = [];

    public Task Began => _began.Task;

    public string Response => string.Concat(Pieces.Select(piece => piece.Response));

    public string Thinking => string.Concat(Pieces.Select(piece => piece.Thinking));

    public void AnswerBegan() => _began.TrySetResult();

    public void Write(string response, string thinking)
    {
        Pieces.Add((response, thinking));
        _began.TrySetResult();
    }
}
