namespace LlmMcp.Testing;

/// <summary>How a node script ended. Output and errors hold at most the first 1,000,000 characters each.</summary>
public sealed record NodeResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The result itself when the script succeeded.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0; the message carries both outputs.</exception>
    public NodeResult EnsureSuccess() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"The script ended with exit code {ExitCode}.\n{Errors}\n{Output}");
}
