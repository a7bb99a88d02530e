using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Jobs;

/// <summary>What happens without anybody asking. Rows are aged by SQL: nobody waits.</summary>
public sealed class UpkeepTests
{
    [Fact]
    public async Task A_lease_that_ran_out_returns_the_job_without_a_wait_and_charges_the_attempt()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync("gone");
        await AgeLeaseAsync(database);

        Assert.Equal(1, await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None));
        Assert.Equal(0, await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None));

        var again = await rig.ClaimOneAsync("w2");
        Assert.Equal((id, 2, claim.ClaimNo + 1), (again.Id, again.Attempts, again.ClaimNo));
        Assert.Equal("gone lost", await database.ScalarAsync<string>("select worker_id || ' ' || status from job_attempts"));
        Assert.False(await rig.CompleteAsync(id, claim.ClaimNo, "gone"));
    }

    [Fact]
    public async Task A_lease_that_still_runs_is_left_alone()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync();

        Assert.Equal(0, await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_kills_its_workers_ends_in_error()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 3 });
        for (var i = 0; i < 3; i++)
        {
            await rig.ClaimOneAsync();
            await AgeLeaseAsync(database);
            await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None);
        }

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Error, 3), (job.Status, job.Attempts));
        Assert.Contains("lease ran out", job.Error, StringComparison.Ordinal);
        Assert.Equal(3, await database.ScalarAsync<long>("select count(*) from job_attempts where status = 'lost'"));
    }

    [Fact]
    public async Task Sweeps_of_several_Cores_at_once_take_each_job_back_once()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var one = new QueueRig(database);
        await using var two = new QueueRig(database);
        await one.Queue.SubmitAllAsync([.. Enumerable.Range(0, 600).Select(_ => A.Job())], CancellationToken.None);
        await one.ClaimAsync("w1", 600);
        await AgeLeaseAsync(database);

        var counts = await Task.WhenAll(
            one.Upkeep.ExpireLeasesAsync(CancellationToken.None), two.Upkeep.ExpireLeasesAsync(CancellationToken.None),
            one.Upkeep.TakeBackUnnamedAsync("w1", [], CancellationToken.None), two.Upkeep.ExpireLeasesAsync(CancellationToken.None));

        // Each may skip what another holds locked, so a last look may find something; nothing is taken back twice.
        var rest = await one.Upkeep.ExpireLeasesAsync(CancellationToken.None);
        Assert.Equal(600, counts.Sum() + rest);
        Assert.Equal(600, await database.ScalarAsync<long>("select count(*) from job_attempts"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_passed_deadline_ends_the_job_queued_or_running(bool running)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { DeadlineAt = DateTimeOffset.UnixEpoch.AddYears(100) });
        if (running)
        {
            await rig.ClaimOneAsync();
        }

        await database.ExecuteAsync("update jobs set deadline_at = now() - interval '1 ms'");
        Assert.Equal(1, await rig.Upkeep.EnforceDeadlinesAsync(CancellationToken.None));

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Error, "deadline_exceeded"), (job.Status, job.Error));
        Assert.Equal(running ? 1 : 0, await database.ScalarAsync<long>("select count(*) from job_attempts where status = 'canceled'"));
        Assert.False(await rig.CompleteAsync(id, 1));
    }

    [Fact]
    public async Task A_job_past_its_deadline_is_not_claimed_even_before_the_sweep()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.SubmitAsync(A.Job() with { Priority = 9, DeadlineAt = DateTimeOffset.UnixEpoch });
        var other = await rig.SubmitAsync(A.Job());

        Assert.Equal(other, (await rig.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task A_deadline_in_a_backoff_counts_too()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { DeadlineAt = DateTimeOffset.UnixEpoch.AddYears(100) });
        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo);
        await database.ExecuteAsync("update jobs set deadline_at = now() - interval '1 ms'");

        await rig.Upkeep.EnforceDeadlinesAsync(CancellationToken.None);

        Assert.Equal(JobStatus.Error, (await rig.ReadAsync(id)).Status);
    }

    [Fact]
    public async Task The_loop_sleeps_no_longer_than_until_the_next_backoff_or_deadline()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var loop = rig.Make<UpkeepLoop>();
        Assert.Equal(TimeSpan.FromSeconds(1), await loop.RunOnceAsync(CancellationToken.None));

        Assert.InRange(await PauseAsync("deadline_at = now() + interval '500 ms'"), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(500));
        Assert.InRange(await PauseAsync("deadline_at = null, run_at = now() + interval '300 ms'"), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(300));

        // On a busy machine the moment may have passed before the round looks for it: then again with another job.
        async Task<TimeSpan> PauseAsync(string due)
        {
            var pause = TimeSpan.FromSeconds(1);
            for (var tries = 0; tries < 20 && pause == TimeSpan.FromSeconds(1); tries++)
            {
                await rig.SubmitAsync(A.Job() with { DeadlineAt = DateTimeOffset.UnixEpoch.AddYears(100) });
                await database.ExecuteAsync($"update jobs set {due} where status = 'queued'");
                pause = await loop.RunOnceAsync(CancellationToken.None);
            }

            return pause;
        }
    }

    [Fact]
    public async Task Retention_removes_what_ended_long_ago_with_its_attempts_and_keeps_costs()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var now = TimeProvider.System.GetUtcNow();
        var old = await rig.SubmitAsync(A.Job() with { Id = Guid.CreateVersion7(now.AddDays(-9)) });
        var lately = await rig.SubmitAsync(A.Job() with { Id = Guid.CreateVersion7(now.AddDays(-8)) });
        var waiting = await rig.SubmitAsync(A.Job(kind: "custom") with { Id = Guid.CreateVersion7(now.AddDays(-30)) });
        var fresh = await rig.SubmitAsync(A.Job());
        foreach (var claim in await rig.ClaimAsync("w1", 3))
        {
            await rig.CompleteAsync(claim.Id, claim.ClaimNo);
        }

        // Submitted long ago, but ended just now: that one stays.
        await database.ExecuteAsync("update jobs set finished_at = now() - interval '8 days' where id = $1", old);
        await database.ExecuteAsync("insert into llm_costs (job_id, provider, model_id, cost_usd) values ($1, 'openai', 'm', 0.5)", old);
        await database.ExecuteAsync("insert into job_deltas (job_id, claim_no, first_seq, last_seq, pieces) values ($1, 1, 1, 1, '[]')", old);

        Assert.Equal(1, await rig.Upkeep.RemoveOldAsync(7, now, CancellationToken.None));

        Assert.Equal(new[] { lately, waiting, fresh }.Order(), (await database.ListAsync<Guid>("select id from jobs")).Order());
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from job_attempts"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from job_deltas"));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from llm_costs"));
    }

    [Fact]
    public async Task Retention_goes_on_in_small_batches_until_nothing_is_left()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var then = TimeProvider.System.GetUtcNow().AddDays(-20);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 2500).Select(_ => A.Job() with { Id = Guid.CreateVersion7(then) })], CancellationToken.None);
        await database.ExecuteAsync("update jobs set status = 'done', finished_at = now() - interval '20 days'");
        var loop = rig.Make<UpkeepLoop>();
        for (var round = 1; round <= 3; round++)
        {
            await loop.RunOnceAsync(CancellationToken.None);
            Assert.Equal(Math.Max(0, 2500 - (round * 1000)), await database.ScalarAsync<long>("select count(*) from jobs"));
        }
    }

    [Fact]
    public async Task Recorded_output_of_ended_jobs_goes_that_of_running_ones_stays()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var ended = await rig.SubmitAsync(A.Job());
        await rig.CompleteAsync(ended, (await rig.ClaimOneAsync()).ClaimNo);
        var running = await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync();
        foreach (var id in new[] { ended, running })
        {
            await database.ExecuteAsync(
                "insert into job_deltas (job_id, claim_no, first_seq, last_seq, pieces, written_at) values ($1, 1, 1, 1, '[]', now() - interval '1 hour')", id);
        }

        await rig.Upkeep.RemoveOutputAsync(CancellationToken.None);

        Assert.Equal([running], await database.ListAsync<Guid>("select job_id from job_deltas"));
    }

    private static Task AgeLeaseAsync(TestDatabase database) =>
        database.ExecuteAsync("update jobs set lease_until = now() - interval '1 ms' where status = 'running'");
}
