using LlmMcp.Bench.Handlers;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using Npgsql;

namespace LlmMcp.Bench.Kill;

/// <summary>
/// Two workers hold a thousand jobs each; one is killed with -9. How long until everything is done? The victim is frozen
/// before the jobs come: Core cannot tell, and without it the first jobs would end before the last ones are handed out.
/// </summary>
internal sealed class KillScenario : IScenario
{
    private const int HeldEach = 1000;
    private const int WarmUp = 200;
    private const int JobMilliseconds = 200;

    private static readonly Figure Recovery = new(
        "worker killed with -9 holding 1,000 jobs of 200 ms: all done, less its share of work", "s", Goal.Most(5),
        "pg-boss 12.7; graphile-worker leaves 488 of 1,000 stuck until an operator unlocks");

    public string Title => "A worker killed";

    public string Command => "kill";

    public string Settings =>
        $"fsync and synchronous_commit on, all other settings as delivered. PostgreSQL, one Core and two worker processes share the machine; {2 * HeldEach:N0} jobs of {JobMilliseconds} ms, {HeldEach:N0} at once per worker. "
        + "One is frozen, given its thousand, and killed. Its share of work: what it held, at the survivor's pace.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        await stage.StartCustomWorkerAsync(core, SleepExecutor.Kind, HeldEach, cancellationToken);
        await Backlog.LoadAsync(core, Job(1), WarmUp, cancellationToken);
        await AllDoneAsync(stage, cancellationToken);

        // After the warm-up, so that all the credit it has granted is still out when it freezes.
        var victim = await stage.StartCustomWorkerAsync(core, SleepExecutor.Kind, HeldEach, cancellationToken);
        victim.Process.Freeze();
        await Backlog.LoadAsync(core, Job(JobMilliseconds), 2 * HeldEach, cancellationToken);
        await Until.TrueAsync(
            async () => await stage.ScalarAsync<long>(KillSql.CountHeld, cancellationToken, new NpgsqlParameter("worker", victim.Id)) == HeldEach,
            TimeSpan.FromMilliseconds(2),
            cancellationToken);
        var killed = TimeProvider.System.GetUtcNow();
        await victim.Process.KillAsync();
        await AllDoneAsync(stage, cancellationToken);

        var outcomes = await Outcomes.ReadAsync(stage.Database, cancellationToken);
        outcomes.MustBeDoneOnce(WarmUp + (2 * HeldEach));
        var lost = await stage.ScalarAsync<long>(KillSql.CountLost, cancellationToken);
        if (lost != HeldEach)
        {
            throw new BenchFailedException($"The killed worker held {HeldEach} jobs, {lost} attempts were lost.");
        }

        var total = (outcomes.LastFinish - killed.UtcDateTime).TotalSeconds;
        // The survivor runs as many at once as the victim held: one round.
        var share = JobMilliseconds / 1000d;
        return new ScenarioResult(
            [new Measurement(Recovery, total - share)],
            [$"everything done {total:0.00} s after the kill", $"{lost:N0} attempts lost", "no job completed twice"]);
    }

    private static string Job(int milliseconds) => $$$"""{"kind":"{{{SleepExecutor.Kind}}}","payload":{"ms":{{{milliseconds}}}}}""";

    private static Task AllDoneAsync(BenchStage stage, CancellationToken cancellationToken) => Until.TrueAsync(
        async () => await stage.ScalarAsync<long>(StageSql.CountOpen, cancellationToken) == 0, TimeSpan.FromMilliseconds(20), cancellationToken);
}
