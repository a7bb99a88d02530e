using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Core.Workers;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers;

/// <summary>A worker whose stream ended has two seconds to come back, here or on another Core, before its jobs return.</summary>
public sealed class ReattachTests
{
    [Fact]
    public async Task Jobs_of_a_worker_that_stays_away_return_after_the_grace_and_not_before()
    {
        await using var database = await CoreDatabase.CreateAsync();
        var time = new FakeTimeProvider();
        await using var core = await TestCore.StartAsync(database, time);
        var (worker, id) = await WithOneJobAsync(core);

        await CutAsync(core, worker, time);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal("running", await StatusAsync(database, id));
        time.Advance(TimeSpan.FromSeconds(0.2));

        await database.UntilAsync("select status = 'queued' and attempts = 1 from jobs where id = $1", id);
        Assert.Equal("lost", await database.ScalarAsync<string>("select status from job_attempts"));
        Assert.Equal("offline", await database.ScalarAsync<string>("select status from workers"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_comes_back_in_time_keeps_its_jobs(bool elsewhere)
    {
        await using var database = await CoreDatabase.CreateAsync();
        var time = new FakeTimeProvider();
        await using var core = await TestCore.StartAsync(database, time);
        await using var other = await TestCore.StartAsync(database);
        var (worker, id) = await WithOneJobAsync(core);
        await CutAsync(core, worker, time);
        time.Advance(TimeSpan.FromSeconds(1));

        await using var again = (elsewhere ? other : core).Attach();
        var welcome = await again.HelloAsync(held: [new() { JobId = id.ToString(), ClaimNo = 1 }]);
        time.Advance(TimeSpan.FromSeconds(5));
        await core.Get<JobQueue>().GetAsync(id, CancellationToken.None);

        Assert.Single(welcome.Kept);
        await again.ReportAsync(new Contracts.V1.JobResult { JobId = id.ToString(), ClaimNo = 1, Done = new Contracts.V1.JobDone() });
        Assert.True((await again.AcksAsync(1))[0].Ok);
        Assert.Equal(("done", 0L), (await StatusAsync(database, id), await database.ScalarAsync<long>("select count(*) from job_attempts where status <> 'done'")));
    }

    [Fact]
    public async Task A_stopping_Core_leaves_the_jobs_to_the_workers_that_hold_them()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Jobs:ReattachSeconds", "0"));
        await using var other = await TestCore.StartAsync(database);
        var (worker, id) = await WithOneJobAsync(core);
        await using var _ = worker;

        await core.StopAsync();
        Assert.Equal("running", await StatusAsync(database, id));
        await using var again = other.Attach();

        Assert.Single((await again.HelloAsync(held: [new() { JobId = id.ToString(), ClaimNo = 1 }])).Kept);
    }

    // Comes back when the Core has noticed and the grace has begun.
    private static async Task CutAsync(TestCore core, WorkerLink worker, FakeTimeProvider time)
    {
        var timers = time.ArmedTimers;
        worker.Cut();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (core.Get<AttachedWorkers>().Ids.Count > 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        await time.WaitForArmedTimersAsync(timers + 1, patience.Token);
    }

    private static async Task<(WorkerLink Worker, Guid Id)> WithOneJobAsync(TestCore core)
    {
        var worker = core.Attach();
        await worker.HelloAsync(light: 1);
        var id = await core.SubmitAsync();
        await worker.JobAsync();
        return (worker, id);
    }

    private static Task<string> StatusAsync(TestDatabase database, Guid id) => database.ScalarAsync<string>("select status from jobs where id = $1", id);
}
