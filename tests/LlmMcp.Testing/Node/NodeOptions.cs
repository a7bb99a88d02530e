namespace LlmMcp.Testing;

/// <summary>How a node script is run.</summary>
public sealed record NodeOptions
{
    /// <summary>The node to run it with. The default is that of the PATH.</summary>
    public string Program { get; init; } = "node";

    /// <summary>The script's arguments. The default is none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables added to ours. The default is none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The working directory. The default is the script's folder, so that its node_modules is found.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>After this long the process tree is killed. The default is one minute.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);
}
