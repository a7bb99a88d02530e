namespace LlmMcp.Testing;

/// <summary>Runs a node script to its end.</summary>
public static class NodeScript
{
    /// <summary>Runs the script and returns what it printed; what the exit code means is for the caller to say.</summary>
    /// <param name="script">The path of a .js, .mjs or .cjs file.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="cancellationToken">Kills the process tree.</param>
    /// <exception cref="TimeoutException">The time limit passed; the message carries what was printed until then.</exception>
    public static async Task<NodeResult> RunAsync(string script, NodeOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var process = NodeProcess.Start(script, options);
        return await process.RunToEndAsync(cancellationToken);
    }
}
