namespace LlmMcp.Simulator.Generation;

/// <summary>A whole answer before it is paced out.</summary>
/// <param name="Thinking">Tokens of the thinking part.</param>
/// <param name="Content">Tokens of the answer.</param>
/// <param name="Call">The tool call, or null.</param>
/// <param name="CallTokens">Tokens the tool call cost.</param>
/// <param name="DoneReason"><c>stop</c> or <c>length</c>.</param>
internal sealed record Answer(
    IReadOnlyList<string> Thinking, IReadOnlyList<string> Content, ToolCall? Call, int CallTokens, string DoneReason);
