namespace LlmMcp.ServiceDefaults.Start;

/// <summary>A process found, where it was told to work, what it cannot work with. The message says what to change.</summary>
public abstract class CannotStartException(string message, Exception? cause = null) : Exception(message, cause);
