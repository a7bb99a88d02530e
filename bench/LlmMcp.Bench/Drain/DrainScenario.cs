using LlmMcp.Bench.Bare;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Contracts;
using Npgsql;

namespace LlmMcp.Bench.Drain;

/// <summary>A backlog of echo jobs, one Core, one worker process: jobs per second from the first claim to the last completion.</summary>
internal sealed class DrainScenario(int jobs, bool profile) : IScenario
{
    private const int BareBatch = 500;
    private const int BareConnections = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Figure rate = new(
        $"echo jobs drained, backlog {jobs:N0}", "jobs/s", Goal.Least(20_000),
        "graphile-worker at its fastest 23,000–33,000 and pg-boss 19,000–25,000 on such a machine, 2,400 and 40 at their defaults; the deployed system 400 at 2,000 backlog, 20 at 50,000");

    public string Title => $"Drain of {jobs:N0} jobs";

    public string Command => $"drain --jobs {jobs}{(profile ? " --profile" : "")}";

    public string Settings =>
        "fsync and synchronous_commit on (claims of echo alone commit without waiting for the disk). PostgreSQL, one Core, one worker with default settings and the idle benchmark share the machine. "
        + $"Rate by the database's own started_at and finished_at. Beside it: claim and complete alone, batches of {BareBatch}, {BareConnections} loops, no Core, no record of attempts.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions { Profile = profile }, cancellationToken);
        var limit = await BareAsync(stage, cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var ids = await Backlog.LoadAsync(core, JobRequests.Echo, jobs, cancellationToken);
        await stage.SettleAsync(cancellationToken);

        var wal = await stage.ScalarAsync<long>(StageSql.WalPosition, cancellationToken);
        var worker = await stage.StartWorkerAsync(core, JobKinds.Echo, cancellationToken);
        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id), ("worker", worker.Process.Id));
        var seconds = await WatchAsync(stage, worker, ids, cancellationToken);
        var shares = cpu.Describe(jobs);

        var outcomes = await Outcomes.ReadAsync(stage.Database, cancellationToken);
        outcomes.MustBeDoneAtOnce(jobs);
        wal = await stage.ScalarAsync<long>(StageSql.WalPosition, cancellationToken) - wal;
        await stage.PrintProfileAsync(cancellationToken);
        return new ScenarioResult(
            [new Measurement(rate, jobs / outcomes.Seconds, limit)],
            [$"{jobs / seconds:N0} jobs/s by the wall clock", $"{wal / (double)jobs:N0} bytes of WAL per job", shares, "each job done once, in its first attempt"]);
    }

    private async Task<double> BareAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await using var bare = await BareDatabase.CreateAsync(stage, BareConnections * 2, cancellationToken);
        return await BareDrain.RunAsync(bare, jobs, BareConnections, BareBatch, cancellationToken);
    }

    /// <summary>Seconds from the first job's start to the last one's end, as somebody outside sees it.</summary>
    private static async Task<double> WatchAsync(BenchStage stage, WorkerProcess worker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await Until.TrueAsync(async () => await StatusAsync(ids[0]) != "queued", Look / 10, cancellationToken);
        var start = Ticks.Now;
        // Jobs of one lane end nearly in order, so the last one's row is a cheap thing to look at; counting comes after it.
        await Until.TrueAsync(async () => await StatusAsync(ids[^1]) == "done", Look, cancellationToken);
        await Until.TrueAsync(async () => await stage.ScalarAsync<long>(StageSql.CountOpen, cancellationToken) == 0, Look, cancellationToken);
        return Ticks.SecondsSince(start);

        Task<string> StatusAsync(Guid id)
        {
            worker.Process.ThrowIfEnded();
            return stage.ScalarAsync<string>(StageSql.StatusOf, cancellationToken, new NpgsqlParameter("id", id));
        }
    }
}
