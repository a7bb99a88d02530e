using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Mcp;

/// <summary><c>llm-mcp mcp</c>: the MCP server for desktop hosts, over standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var command = new ExampleCommand(
            "mcp",
            "Serve MCP over standard input and output, for hosts that start their servers themselves.",
            "llm-mcp mcp",
            "llm-mcp mcp --url http://core.example:8080",
            "claude mcp add llm-mcp -- llm-mcp mcp")
        {
            Notes = "Needs a running Core, such as that of `llm-mcp up`. Ends when its standard input closes; what it has to say goes to standard error.",
        };
        command.Runs(host, shared, (invocation, cancellationToken) => new McpRun(invocation).RunAsync(cancellationToken));
        return command;
    }
}
