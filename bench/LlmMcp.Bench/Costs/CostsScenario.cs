using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using Npgsql;

namespace LlmMcp.Bench.Costs;

/// <summary>How long <c>GET /v1/costs/summary</c> takes when a month holds very many answers.</summary>
internal sealed class CostsScenario(int answers) : IScenario
{
    private const int Calls = 20;

    private readonly (Figure Figure, string Query)[] asked =
    [
        (new Figure($"costs of a day, {answers:N0} answers a month, p50", "ms"), "period=day&by=model"),
        (new Figure($"costs of a week, {answers:N0} answers a month, p50", "ms"), "period=week&by=source"),
        (new Figure($"costs of a month, {answers:N0} answers a month, p50", "ms"), "period=month&by=source"),
    ];

    public string Title => $"Costs of {answers:N0} answers";

    public string Command => $"costs --answers {answers}";

    public string Settings =>
        $"PostgreSQL and one Core share the machine; {answers:N0} rows in `llm_costs` over thirty days: 3 providers, 40 models, 50 devices, 7 clients, 300 sources. One caller, {Calls} calls each after one to warm up.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        await FillAsync(stage, cancellationToken);
        using var http = new HttpClient { BaseAddress = core.BaseUrl };

        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id));
        var measured = new List<Measurement>();
        foreach (var (figure, query) in asked)
        {
            measured.Add(new Measurement(figure, await AskAsync(http, query, cancellationToken)));
        }

        return new ScenarioResult(measured, [cpu.Describe(asked.Length * (Calls + 1)), "all rows of the month are in its sum"]);
    }

    private async Task FillAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync(CostsSql.Fill, cancellationToken, new NpgsqlParameter("answers", answers));
        await stage.ExecuteAsync(CostsSql.Vacuum, cancellationToken);
    }

    private async Task<double> AskAsync(HttpClient http, string query, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var call = 0; call <= Calls; call++)
        {
            var start = Ticks.Now;
            var summary = await http.GetFromJsonAsync<JsonElement>($"/v1/costs/summary?{query}", cancellationToken);
            times.Add(Ticks.MillisecondsSince(start));
            // The oldest leave the window while the benchmark runs.
            if (query.StartsWith("period=month", StringComparison.Ordinal) && summary.GetProperty("total_jobs").GetInt64() < answers * 0.99)
            {
                throw new BenchFailedException("The month's sum lacks answers.");
            }
        }

        return new Samples(times.Skip(1)).P50;
    }
}
