using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Bench;

/// <summary><c>llm-mcp bench list</c>: measurements, newest first.</summary>
internal static class BenchListCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var filter = new BenchFilter();
        var limit = new Option<int?>("--limit", "-n") { Description = "At most so many, from 1 to 200.", HelpName = "N", DefaultValueFactory = static _ => 20 };
        limit.Within(1, 200);
        var command = new ExampleCommand("list", "List measurements, newest first.", "llm-mcp bench list", "llm-mcp bench list --model qwen3:8b --json");
        filter.AddTo(command);
        command.Add(limit);
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(filter.PathFor(CorePaths.Benchmarks, invocation, invocation.Value(limit)), invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        BenchView.Write(await core.GetAsync(path, cancellationToken), Columns(invocation.Host.Time.GetUtcNow()), invocation);
        return ExitCodes.Ok;
    }

    private static IReadOnlyList<Column<JsonElement>> Columns(DateTimeOffset now) =>
    [
        .. BenchView.Names,
        new("tok/s", 8, static item => Figures.Speed(item.Number("tps"))) { Right = true },
        new("latency", 9, static item => Figures.Milliseconds(item.Number("latency_ms"))) { Right = true },
        new("load", 9, static item => Figures.Milliseconds(item.Number("load_ms"))) { Right = true },
        new("in", 6, static item => Figures.Whole(item.Whole("tokens_in"))) { Right = true },
        new("out", 6, static item => Figures.Whole(item.Whole("tokens_out"))) { Right = true },
        new("age", 4, item => Age.Of(item.Time("created_at"), now)) { Right = true },
    ];
}
