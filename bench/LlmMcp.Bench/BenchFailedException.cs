namespace LlmMcp.Bench;

/// <summary>The run says nothing: a process died, a job is missing or was done twice. The message tells which.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
