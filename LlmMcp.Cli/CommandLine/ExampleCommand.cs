using System.CommandLine;

namespace LlmMcp.Cli.CommandLine;

/// <summary>A command whose help ends with examples that can be pasted as they are.</summary>
internal sealed class ExampleCommand(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    /// <summary>What has to be known beyond the one line that lists of commands show; null when nothing has.</summary>
    public string? Notes { get; init; }

    public IReadOnlyList<string> Examples { get; } = examples;
}
