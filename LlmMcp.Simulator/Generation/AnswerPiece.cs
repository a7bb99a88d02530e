namespace LlmMcp.Simulator.Generation;

/// <summary>What arrives at one moment of a stream.</summary>
internal abstract record AnswerPiece
{
    private AnswerPiece()
    {
    }

    public sealed record Thought(string Text) : AnswerPiece;

    public sealed record Content(string Text) : AnswerPiece;

    public sealed record Call(ToolCall Tool) : AnswerPiece;
}
