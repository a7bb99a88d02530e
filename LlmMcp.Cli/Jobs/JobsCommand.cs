using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs</c>: everything about the queue's jobs.</summary>
internal static class JobsCommand
{
    public static Command Create(CliHost host, SharedOptions shared) =>
        new ExampleCommand(
            "jobs",
            "List, show, follow, cancel, retry and submit jobs.",
            "llm-mcp jobs list --status error",
            "llm-mcp jobs watch")
        {
            JobsListCommand.Create(host, shared),
            JobsShowCommand.Create(host, shared),
            JobsWatchCommand.Create(host, shared),
            JobsCancelCommand.Create(host, shared),
            JobsRetryCommand.Create(host, shared),
            JobsSubmitCommand.Create(host, shared),
        };
}
