using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Bench;

/// <summary><c>llm-mcp bench</c>: how fast models are on devices.</summary>
internal static class BenchCommand
{
    public static Command Create(CliHost host, SharedOptions shared) =>
        new ExampleCommand("bench", "Measure models on devices, list and compare measurements.", "llm-mcp bench run --device pi5", "llm-mcp bench compare")
        {
            BenchRunCommand.Create(host, shared),
            BenchListCommand.Create(host, shared),
            BenchCompareCommand.Create(host, shared),
        };
}
