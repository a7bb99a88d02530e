using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Up;

/// <summary><c>llm-mcp up</c>: the whole system in this process.</summary>
internal static class UpCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var options = new UpOptions();
        var command = new ExampleCommand(
            "up",
            "Start everything in one process: database, Core, workers and the MCP bridge.",
            "llm-mcp up",
            "llm-mcp up --demo",
            "llm-mcp up --data ./state --http 9000 --grpc 9001 --mcp 9002")
        {
            Notes = "Without ConnectionStrings__llmdb, DB_DSN or DB_HOST a private PostgreSQL is started and keeps its data between starts. "
                + "Ctrl-C and SIGTERM stop the bridge, the workers, Core and the database, in this order, and exit with 0; before it is up, with 130.",
        };
        options.AddTo(command);
        command.Runs(host, shared, (invocation, cancellationToken) => new UpRun(options.Read(invocation), invocation).RunAsync(cancellationToken));
        return command;
    }
}
