using System.Text.Json;
using System.Text.RegularExpressions;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Metrics;

/// <summary>What <c>deploy/observability</c> asks Prometheus for is there.</summary>
public sealed partial class ObservabilityFilesTests
{
    private static readonly string Folder = RepositoryFolder.Below("deploy/observability");

    // Prometheus adds these itself.
    private static readonly string[] LabelsOfTheScrape = ["job", "instance"];
    private const string MetricOfTheScrape = "up";

    [Fact]
    public async Task Board_and_rules_use_what_a_Core_tells()
    {
        var labels = await LabelsByMetricAsync();
        var everyLabel = labels.Values.SelectMany(static each => each).Concat(LabelsOfTheScrape).ToHashSet();
        var queries = Rules().Concat(Board()).Select(static expression => new PromQuery(expression)).ToList();

        Assert.DoesNotContain(queries.SelectMany(static query => query.Metrics), metric => metric != MetricOfTheScrape && !labels.ContainsKey(metric));
        Assert.Empty(queries.SelectMany(static query => query.Selectors)
            .SelectMany(selector => selector.Labels.Except(labels.GetValueOrDefault(selector.Metric) ?? []).Except(LabelsOfTheScrape).Select(label => $"{selector.Metric}{{{label}}}")));
        Assert.DoesNotContain(queries.SelectMany(static query => query.Grouping), label => !everyLabel.Contains(label));
    }

    [Fact]
    public void Board_and_rules_are_about_something()
    {
        Assert.InRange(Rules().Count, 7, 100);
        Assert.InRange(Board().Count, 20, 200);
        Assert.Equal(["llmcore_queue_jobs"], new PromQuery("""sum(max by (kind) (llmcore_queue_jobs{status="queued"}[5m])) > 0""").Metrics);
    }

    [Fact]
    public void Panels_of_the_board_do_not_lie_over_one_another()
    {
        var cells = Panels().SelectMany(static panel => Cells(panel.GetProperty("gridPos"))).ToList();

        Assert.All(cells, static cell => Assert.InRange(cell.Column, 0, 23));
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }

    [Fact]
    public async Task Promtool_agrees_with_the_rules_and_their_tests()
    {
        await Promtool.AgreesAsync("", "check", "rules", Path.Combine(Folder, "alerts.yml"));
        await Promtool.AgreesAsync("", "check", "config", Path.Combine(Folder, "prometheus.yml"));
        await Promtool.AgreesAsync("", "test", "rules", Path.Combine(Folder, "alerts.test.yml"));
    }

    private static IEnumerable<(int Column, int Row)> Cells(JsonElement place) =>
        from column in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
        from row in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
        select (column, row);

    private static IReadOnlyList<string> Rules() =>
        [.. Expression().Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml")).ReplaceLineEndings("\n")).Select(static match => match.Groups["expression"].Value)];

    private static IReadOnlyList<string> Board() =>
    [
        .. Panels().SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).Select(static target => target.GetProperty("expr").GetString()!),
        .. Json().GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(static variable => variable.GetProperty("query")).Where(static query => query.ValueKind == JsonValueKind.Object)
            .Select(static query => query.GetProperty("query").GetString()!["label_values(".Length..]).Select(static query => query[..query.LastIndexOf(',')]),
    ];

    private static IReadOnlyList<JsonElement> Panels() => [.. Json().GetProperty("panels").EnumerateArray()];

    private static JsonElement Json() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, "llm-mcp.json")));

    /// <summary>The names of the samples of a Core that has seen a bit of everything, and their labels.</summary>
    private static async Task<Dictionary<string, HashSet<string>>> LabelsByMetricAsync()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.AddDeviceAsync("pi5", slots: 2);
        await database.AddModelAsync("pi5", "m:latest", tier: "small");
        await core.Get<FleetCache>().RefreshAsync(CancellationToken.None);
        foreach (var kind in new[] { "ollama.generate", "ollama.embed" })
        {
            var job = await core.SubmitAsync($$"""{"kind":"{{kind}}","payload":{"model":"m","prompt":"hi","input":"hi"} }""");
            await core.PostAsync("/v1/workers/claim", $$"""{"worker_id":"w1","kinds":["{{kind}}"]}""");
            await core.PostAsync("/v1/workers/complete", $$"""
                {"worker_id":"w1","job_id":"{{job}}","result":{"response":"x"},"metrics":{"model":"m","provider":"ollama","tokens_in":3,"tokens_out":5,"ms":700} }
                """);
        }

        core.Get<LlmMcpTelemetry>().CircuitOpened("pi5");
        await core.SubmitAsync("""{"kind":"echo"}""");
        await core.Get<PulseLoop>().RunOnceAsync(CancellationToken.None);

        return new PrometheusPage(await core.Http.GetStringAsync("/metrics")).Samples.Keys
            .GroupBy(static sample => sample.Split('{')[0])
            .ToDictionary(static metric => metric.Key, static metric => metric.SelectMany(static sample => Label().Matches(sample).Select(static match => match.Groups["name"].Value)).ToHashSet());
    }

    [GeneratedRegex(@"^ +expr: (\|\n)?(?<expression>.+(\n {10}.+)*)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("[{,](?<name>[a-zA-Z_]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
