namespace LlmMcp.Core.Jobs.Follow;

/// <summary>One piece of a running answer, as the worker sent it.</summary>
/// <param name="Response">Text of the answer; empty when the piece is thinking only.</param>
/// <param name="Thinking">Text of the chain of thought; empty when the piece is answer only.</param>
internal readonly record struct OutputPiece(string Response, string Thinking);
