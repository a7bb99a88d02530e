using System.Text;
using System.Text.Json;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using Npgsql;

namespace LlmMcp.Bench.Dashboards;

/// <summary>The dashboard of a large installation: 200 nodes, a million ended jobs, a million paid answers, jobs waiting and running.</summary>
internal sealed class DashboardScenario(int jobs, int seconds) : IScenario
{
    private const int Queued = 10_000;
    private const int Anew = 30;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1.1);
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /v1/dashboard HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    private readonly Figure p50 = new("dashboard, 50 calls/s, p50", "ms");
    private readonly Figure p99 = new("dashboard, 50 calls/s, p99", "ms", Goal.Most(50));
    private readonly Figure anew = new("… computed anew, p50", "ms");
    private readonly Figure slowest = new("… computed anew, slowest", "ms");

    public string Title => $"Dashboard over {jobs:N0} ended jobs";

    public string Command => $"dashboard --jobs {jobs} --seconds {seconds}";

    public string Settings =>
        $"200 nodes with 10 models and 2 slots each, {jobs:N0} ended jobs, {Queued:N0} queued in 160 lanes, a dozen running or more (Core takes the jobs of nodes that do not exist back), a million paid answers of a month, 33,600 hours of ratings, 2,400 minutes of counters. "
        + "PostgreSQL, one Core and the caller share the machine. A look is shared for a second, so one call in fifty computes; computed anew: calls more than a second apart.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        await FillAsync(stage, cancellationToken);
        using var connection = await RawConnection.OpenAsync(core.EndPoint, cancellationToken);
        await UntilSeenAsync(connection, cancellationToken);

        var (calls, fresh) = (new List<double>(), new List<double>());
        using (var timer = new PeriodicTimer(Pace))
        {
            for (var start = Ticks.Now; Ticks.SecondsSince(start) < seconds; await timer.WaitForNextTickAsync(cancellationToken))
            {
                calls.Add(await CallAsync(connection, cancellationToken));
            }
        }

        using (var timer = new PeriodicTimer(Lifetime))
        {
            while (fresh.Count < Anew && await timer.WaitForNextTickAsync(cancellationToken))
            {
                fresh.Add(await CallAsync(connection, cancellationToken));
            }
        }

        var (paced, computed) = (new Samples(calls), new Samples(fresh));
        var answer = await connection.SendAsync(Request, cancellationToken);
        return new ScenarioResult(
            [new Measurement(p50, paced.P50), new Measurement(p99, paced.P99), new Measurement(anew, computed.P50), new Measurement(slowest, computed.Max)],
            [$"{calls.Count:N0} calls", $"an answer has {answer.Body.Length / 1024:N0} KB", "jobs by status are exact: the sum of all is what the table holds"]);
    }

    private async Task FillAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync(DashboardSql.Fleet, cancellationToken);
        await stage.ExecuteAsync(DashboardSql.EndedJobs, cancellationToken, new NpgsqlParameter("jobs", jobs));
        await stage.ExecuteAsync(DashboardSql.QueuedJobs, cancellationToken, new NpgsqlParameter("jobs", Queued));
        await stage.ExecuteAsync(DashboardSql.RunningJobs, cancellationToken);
        await stage.ExecuteAsync(DashboardSql.Costs, cancellationToken);
        await stage.ExecuteAsync(DashboardSql.Tallies, cancellationToken);
        await stage.ExecuteAsync(DashboardSql.Vacuum, cancellationToken);
    }

    /// <summary>Core looks at the fleet every two seconds; the first look also reads a month of costs.</summary>
    private async Task UntilSeenAsync(RawConnection connection, CancellationToken cancellationToken) => await Until.TrueAsync(
        async () =>
        {
            var answer = await connection.SendAsync(Request, cancellationToken);
            answer.MustBe(200);
            using var view = JsonDocument.Parse(answer.Body);
            var statuses = view.RootElement.GetProperty("jobs").EnumerateObject().ToDictionary(static status => status.Name, static status => status.Value.GetInt64());
            return view.RootElement.GetProperty("devices").GetArrayLength() == 200
                && statuses.GetValueOrDefault("done") + statuses.GetValueOrDefault("error") >= jobs;
        },
        Lifetime, cancellationToken);

    private static async Task<double> CallAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        (await connection.SendAsync(Request, cancellationToken)).MustBe(200);
        return Ticks.MillisecondsSince(start);
    }
}
