namespace LlmMcp.Cli.CommandLine;

/// <summary>
/// Ends a command with something to tell the user: a stable code, what happened, what to do next and the exit code.
/// Thrown where it is noticed and shown in one place, <see cref="CommandTree"/>.
/// </summary>
internal sealed class CommandFailedException(string code, string message, string? hint = null, int exitCode = ExitCodes.Failed)
    : Exception(message)
{
    public string Code { get; } = code;

    public string? Hint { get; } = hint;

    public int ExitCode { get; } = exitCode;

    /// <summary>True when the same call may succeed a moment later: Core is away, restarting or overloaded.</summary>
    public bool IsPassing { get; init; }

    public static CommandFailedException Usage(string message, string? hint = null) =>
        new("usage", message, hint, ExitCodes.Usage);
}
