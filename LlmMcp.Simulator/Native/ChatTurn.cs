namespace LlmMcp.Simulator.Native;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks; unknown roles are taken as they are.</param>
/// <param name="Content">What is said.</param>
/// <param name="ToolCalls">The calls it carries, as JSON; empty for none.</param>
/// <param name="ToolName">Whose result it is, for role <c>tool</c>.</param>
/// <param name="Images">Number of images.</param>
internal sealed record ChatTurn(string Role, string Content, string ToolCalls = "", string ToolName = "", int Images = 0);
