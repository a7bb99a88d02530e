using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Costs;

/// <summary><c>llm-mcp costs</c>: what the answers of a day, a week or a month cost.</summary>
internal static class CostsCommand
{
    private static readonly string[] Periods = ["day", "week", "month"];
    private static readonly string[] Groupings = ["provider", "model", "source", "client", "device", "day"];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var period = new Option<string>("--period", "-p") { Description = "How far back.", HelpName = string.Join('|', Periods), DefaultValueFactory = static _ => "day" };
        var by = new Option<string>("--by") { Description = "What the sums are grouped by.", HelpName = string.Join('|', Groupings), DefaultValueFactory = static _ => "provider" };
        period.AcceptOnlyFromAmong(Periods);
        by.AcceptOnlyFromAmong(Groupings);
        var command = new ExampleCommand(
            "costs",
            "Show what answers cost.",
            "llm-mcp costs",
            "llm-mcp costs --period month --by model",
            "llm-mcp costs --json | jq .total_cost_usd")
        {
            Notes = "Into a pipe goes one group per line: name, jobs, tokens in, tokens out and USD, separated by tabs.",
        };
        command.Add(period);
        command.Add(by);
        command.Runs(host, shared, (invocation, cancellationToken) =>
            RunAsync(invocation.Value(period)!, invocation.Value(by)!, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string period, string by, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var answer = await core.GetAsync(CorePaths.With(CorePaths.CostSummary, ("period", period), ("by", by)), cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
            return ExitCodes.Ok;
        }

        if (answer.Member($"by_{by}") is null)
        {
            throw new CommandFailedException("not_supported", $"This Core does not group costs by {by}.", "`llm-mcp version` shows which version it is; --by provider always works.");
        }

        Write(answer, by, period, invocation.Terminal);
        return ExitCodes.Ok;
    }

    private static void Write(JsonElement answer, string by, string period, Terminal terminal)
    {
        var groups = answer.Items($"by_{by}");
        if (groups.Count > 0 || !terminal.OutIsScreen)
        {
            ListView.Write(terminal, groups, Columns(by));
        }

        if (terminal.OutIsScreen)
        {
            var cost = Figures.Dollars(answer.Money("total_cost_usd") ?? answer.Money("total_cost") ?? 0);
            var jobs = Figures.Whole(answer.Whole("total_requests") ?? answer.Whole("total_jobs") ?? 0);
            new SideNote(terminal).Write($"{cost} for {jobs} answers in the last {period}");
        }
    }

    private static IReadOnlyList<Column<JsonElement>> Columns(string by) =>
    [
        // A job without a source, a client or a device stands under no name.
        new(by, 48, group => group.Text(by) is not { } name ? "-" : by == "model" && group.Text("provider") is { } provider ? $"{provider}/{name}" : name),
        new("jobs", 12, static group => Figures.Whole(group.Whole("jobs"))) { Right = true },
        new("tokens in", 14, static group => Figures.Whole(group.Whole("tokens_in"))) { Right = true },
        new("tokens out", 14, static group => Figures.Whole(group.Whole("tokens_out"))) { Right = true },
        new("cost", 16, static group => Figures.Dollars(group.Money("cost_usd"))) { Right = true },
    ];
}
