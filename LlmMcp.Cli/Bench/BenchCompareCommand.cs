using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Bench;

/// <summary><c>llm-mcp bench compare</c>: the latest measurement of each model on each device beside the earlier ones.</summary>
internal static class BenchCompareCommand
{
    private static readonly IReadOnlyList<Column<JsonElement>> Columns =
    [
        .. BenchView.Names,
        new("runs", 4, static item => Figures.Whole(item.Whole("runs"))) { Right = true },
        new("tok/s", 8, static item => Figures.Speed(Of(item, "latest").Number("tps"))) { Right = true },
        new("before", 8, static item => Figures.Speed(Of(item, "earlier").Number("tps"))) { Right = true },
        new("change", 9, static item => Figures.Percent(item.Number("tps_change_pct"))) { Right = true },
        new("latency", 9, static item => Figures.Milliseconds(Of(item, "latest").Number("latency_ms"))) { Right = true },
        new("before", 9, static item => Figures.Milliseconds(Of(item, "earlier").Number("latency_ms"))) { Right = true },
        new("trend", 8, static item => item.Text("trend")) { Color = static item => item.Text("trend") switch { "faster" => "green", "slower" => "red", _ => null } },
    ];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var filter = new BenchFilter();
        var command = new ExampleCommand("compare", "Compare the latest measurements with earlier ones.", "llm-mcp bench compare", "llm-mcp bench compare --device pi5");
        filter.AddTo(command);
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            BenchView.Write(await core.GetAsync(filter.PathFor(CorePaths.CompareBenchmarks, invocation), cancellationToken), Columns, invocation);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static JsonElement Of(JsonElement item, string name) => item.Member(name) ?? default;
}
