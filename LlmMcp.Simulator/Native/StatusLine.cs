namespace LlmMcp.Simulator.Native;

/// <summary>One line of a pull, push or create.</summary>
internal sealed record StatusLine(string Status, string? Digest = null, long? Total = null, long? Completed = null);
