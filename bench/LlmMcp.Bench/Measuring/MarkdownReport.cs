using System.Text;

namespace LlmMcp.Bench.Measuring;

/// <summary>Results as the Markdown that <c>bench/RESULTS.md</c> is made of.</summary>
internal static class MarkdownReport
{
    public static string Section(IScenario scenario, IReadOnlyList<ScenarioResult> results)
    {
        var text = new StringBuilder()
            .AppendLine($"### {scenario.Title}")
            .AppendLine()
            .AppendLine($"`dotnet run -c Release --project bench/LlmMcp.Bench -- {scenario.Command} --repeat {results.Count}`")
            .AppendLine()
            .AppendLine(scenario.Settings)
            .AppendLine()
            .AppendLine($"| figure | goal | median of {results.Count} (min–max) | database alone, same run | ratio | peers |")
            .AppendLine("|---|---|---|---|---|---|");
        for (var row = 0; row < results[0].Measurements.Count; row++)
        {
            text.AppendLine(Row([.. results.Select(result => result.Measurements[row])]));
        }

        text.AppendLine();
        foreach (var (result, number) in results.Select((result, index) => (result, index + 1)))
        {
            text.AppendLine($"- run {number}: {string.Join("; ", result.Remarks)}");
        }

        return text.ToString();
    }

    private static string Row(IReadOnlyList<Measurement> runs)
    {
        var figure = runs[0].Figure;
        var values = new Samples(runs.Select(run => run.Value));
        var (limit, ratio) = runs.All(run => run.Limit is not null)
            ? ($"{Number(new Samples(runs.Select(run => run.Limit!.Value)).Median)} {figure.Unit}", $"{new Samples(runs.Select(run => run.Value / run.Limit!.Value)).Median:0.00}")
            : ("", "");
        return $"| {figure.Name} | {GoalOf(figure, values.Median)} | **{Number(values.Median)}** ({Number(values.Min)}–{Number(values.Max)}) {figure.Unit} | {limit} | {ratio} | {figure.Peers} |";
    }

    private static string GoalOf(Figure figure, double median) => figure.Goal is { } goal
        ? $"{(goal.AtLeast ? "≥" : "≤")} {Number(goal.Bound)} {figure.Unit}{(goal.IsMetBy(median) ? "" : " **missed**")}"
        : "";

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => $"{value:N0}",
        >= 10 => $"{value:0.0}",
        _ => $"{value:0.##}",
    };
}
