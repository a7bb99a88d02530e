using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Tallies;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Jobs.Tallies;

public sealed class JobTalliesTests
{
    private const string Sums =
        """
        select coalesce(string_agg(event || ' ' || jobs, ', ' order by event), '')
        from (
            select event, sum(jobs) as jobs
            from (select event, jobs from job_tallies union all select event, jobs from job_tally_log) t
            group by event
            having sum(jobs) <> 0
        ) t
        """;

    private const string Truth =
        """
        select coalesce(string_agg(event || ' ' || jobs, ', ' order by event), '')
        from (
            select 'submitted' as event, count(*) as jobs from jobs having count(*) > 0
            union all
            select status, count(*) from jobs where status in ('done', 'error', 'canceled') group by status
        ) t
        """;

    [Fact]
    public async Task Whatever_happens_to_jobs_sums_and_log_say_what_a_count_says()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await SameAsync(database);

        var done = await rig.SubmitAsync(A.Job());
        var failed = await rig.SubmitAsync(A.Job() with { MaxAttempts = 1 });
        var retried = await rig.SubmitAsync(A.Job());
        var canceled = await rig.SubmitAsync(A.Job());
        var late = await rig.SubmitAsync(A.Job() with { DeadlineAt = DateTimeOffset.UnixEpoch });
        await SameAsync(database);

        await rig.Queue.CancelAsync(canceled, CancellationToken.None);
        await rig.Upkeep.EnforceDeadlinesAsync(CancellationToken.None);
        var claims = (await rig.ClaimAsync("w1", 3)).ToDictionary(static job => job.Id, static job => job.ClaimNo);
        await SameAsync(database);

        Assert.True(await rig.CompleteAsync(done, claims[done]));
        Assert.True(await rig.FailAsync(failed, claims[failed]));
        Assert.True(await rig.FailAsync(retried, claims[retried]));
        Assert.True(await rig.Get<JobTallies>().FoldAsync(CancellationToken.None));
        await SameAsync(database);

        await rig.Queue.RetryAsync(done, CancellationToken.None);
        await rig.PromoteAsync(retried);
        var lost = await rig.ClaimAsync("w2", 2);
        await database.ExecuteAsync("update jobs set lease_until = now() - interval '1 second', attempts = max_attempts where status = 'running'");
        await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None);
        Assert.Equal(2, lost.Count);
        await SameAsync(database);

        await database.ExecuteAsync("update jobs set finished_at = now() - interval '9 days' where id = any($1)", new[] { done, failed, late });
        Assert.Equal(3, await rig.Upkeep.RemoveOldAsync(7, TimeProvider.System.GetUtcNow().AddDays(8), CancellationToken.None));
        await rig.Get<JobTallies>().FoldAsync(CancellationToken.None);
        await SameAsync(database);
        Assert.Equal("canceled 1, error 2, submitted 3", await database.ScalarAsync<string>(Sums));
    }

    [Fact]
    public async Task A_deletion_by_hand_is_corrected()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var job = (await rig.SubmitAsync(A.Job()), await rig.SubmitAsync(A.Job(kind: "custom"))).Item1;
        await database.ExecuteAsync("delete from jobs where id = $1", job);

        Assert.True(await rig.Get<JobTallies>().CorrectAsync(CancellationToken.None));

        await SameAsync(database);
        Assert.Equal("submitted 1", await database.ScalarAsync<string>(Sums));
    }

    [Fact]
    public async Task A_kind_that_comes_up_during_a_correction_keeps_its_count()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.SubmitAsync(A.Job(kind: "new"));

        // As if it had been stored between the fold that a correction begins with and the correction itself.
        await database.ExecuteAsync(TallySql.Correct);
        await rig.Get<JobTallies>().FoldAsync(CancellationToken.None);

        Assert.Equal("new 1", await database.ScalarAsync<string>("select string_agg(kind || ' ' || jobs, ', ') from job_tallies where jobs <> 0"));
    }

    [Fact]
    public async Task Folding_keeps_an_hour_of_minutes_and_sums_up_the_rest()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await database.ExecuteAsync(
            """
            insert into job_tally_log (at, kind, event, jobs)
            values (now() - interval '2 hours', 'echo', 'done', 5), (now() - interval '2 hours', 'echo', 'done', 2), (now(), 'echo', 'done', 3)
            """);

        await rig.Get<JobTallies>().FoldAsync(CancellationToken.None);

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from job_tally_log"));
        Assert.Equal(7L, await database.ScalarAsync<long>("select jobs from job_tallies where minute = '-infinity'"));
        Assert.Equal(3L, await database.ScalarAsync<long>("select jobs from job_tallies where minute = date_trunc('minute', minute) and minute > '-infinity'"));
    }

    [Fact]
    public async Task Kinds_without_end_do_not_become_sums_without_end()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await database.ExecuteAsync("insert into job_tally_log (kind, event, jobs) select 'kind-' || n, 'submitted', 1 from generate_series(1, 1200) n");

        await rig.Get<JobTallies>().FoldAsync(CancellationToken.None);

        Assert.Equal(501, await database.ScalarAsync<long>("select count(*) from job_tallies"));
        Assert.Equal(700, await database.ScalarAsync<long>("select jobs from job_tallies where kind = ''"));
    }

    [Fact]
    public async Task A_device_is_rated_by_its_ended_attempts()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await database.AddDeviceAsync("pi5", slots: 3);
        rig.Devices.Runs("m", "pi5");
        var (done, failed) = (await rig.SubmitAsync(A.ModelJob()), await rig.SubmitAsync(A.ModelJob()));
        var claims = (await rig.ClaimAsync("w1", 2, 60, JobKinds.OllamaGenerate)).ToDictionary(static job => job.Id, static job => job.ClaimNo);
        Assert.True((await rig.Recorder.RecordAsync([Ends.Done(done, claims[done], "w1", "{}", """{"ms":250}""")], CancellationToken.None))[0]);
        Assert.True(await rig.FailAsync(failed, claims[failed]));

        await RatedAsync();
        await rig.Get<JobTallies>().FoldAsync(CancellationToken.None);
        await RatedAsync();

        async Task RatedAsync() => Assert.Equal(
            "2 1 50.0 250",
            await database.ScalarAsync<string>("select concat_ws(' ', total_jobs_7d, done_jobs_7d, success_rate, avg_latency_ms) from v_device_stats where device_id = 'pi5'"));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("\"long\"")]
    public async Task A_time_that_cannot_be_is_not_counted_and_does_not_cost_the_answer(string ms)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await database.AddDeviceAsync("pi5", slots: 1);
        rig.Devices.Runs("m", "pi5");
        var id = await rig.SubmitAsync(A.ModelJob());
        var claim = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);

        Assert.True((await rig.Recorder.RecordAsync([Ends.Done(id, claim.ClaimNo, "w1", "{}", $$"""{"ms":{{ms}}}""")], CancellationToken.None))[0]);

        Assert.Equal(JobStatus.Done, (await rig.ReadAsync(id)).Status);
        Assert.Equal("1 0", await database.ScalarAsync<string>("select concat_ws(' ', done, timed) from device_tally_log"));
    }

    [Theory]
    [InlineData(ErrorClass.Unreachable, 1)]
    [InlineData(ErrorClass.ServerError, 1)]
    [InlineData(ErrorClass.Timeout, 1)]
    [InlineData(ErrorClass.Request, 0)]
    [InlineData(ErrorClass.NotConfigured, 0)]
    [InlineData(ErrorClass.ModelMissing, 0)]
    [InlineData(ErrorClass.Overloaded, 0)]
    public async Task A_device_is_rated_only_by_failures_it_is_to_blame_for(string errorClass, long counted)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await database.AddDeviceAsync("pi5", slots: 1);
        rig.Devices.Runs("m", "pi5");
        await rig.SubmitAsync(A.ModelJob());
        var claim = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);

        Assert.True(await rig.FailAsync(claim.Id, claim.ClaimNo, errorClass: errorClass));

        Assert.Equal(counted, await database.ScalarAsync<long>("select total_jobs_7d from v_device_stats where device_id = 'pi5'"));
        // Nothing that succeeded was timed, here or elsewhere.
        Assert.Equal(0, await database.ScalarAsync<long>("select count(avg_latency_ms) from v_device_stats"));
    }

    private static async Task SameAsync(TestDatabase database) =>
        Assert.Equal(await database.ScalarAsync<string>(Truth), await database.ScalarAsync<string>(Sums));
}
