using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Jobs;

/// <summary>Nobody but the holder of the current claim changes a running job.</summary>
public sealed class FenceTests
{
    [Fact]
    public async Task The_holder_completes_its_claim()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();

        Assert.True(await rig.CompleteAsync(id, claim.ClaimNo, result: """{"response":"hi"}"""));

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Done, 1, 1L, "w1"), (job.Status, job.Attempts, job.ClaimNo, job.WorkerId));
        Assert.Equal("{\"response\": \"hi\"}", Encoding.UTF8.GetString(job.Result!));
        Assert.NotNull(job.FinishedAt);
        Assert.Null(job.LeaseUntil);
    }

    [Theory]
    [InlineData(0, "w2")]
    [InlineData(1, "w2")]
    [InlineData(2, "w1")]
    [InlineData(-1, "w1")]
    public async Task A_stale_report_of_any_sort_changes_nothing(long claimNo, string worker)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync();
        var before = await StateAsync(database, id);

        Assert.False(await rig.CompleteAsync(id, claimNo, worker));
        Assert.False(await rig.FailAsync(id, claimNo, worker));
        Assert.False(await rig.ReleaseAsync(id, claimNo, worker));
        Assert.Empty(await rig.Queue.HeartbeatAsync(worker, [(id, claimNo)], 3000, CancellationToken.None));

        Assert.Equal(before, await StateAsync(database, id));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from job_attempts"));
    }

    [Fact]
    public async Task An_earlier_claim_of_the_same_worker_is_stale()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var first = await rig.ClaimOneAsync();
        await rig.FailAsync(id, first.ClaimNo);
        await rig.PromoteAsync(id);
        var second = await rig.ClaimOneAsync();
        Assert.Equal(2, second.ClaimNo);
        var before = await StateAsync(database, id);

        Assert.False(await rig.CompleteAsync(id, first.ClaimNo));
        Assert.False(await rig.FailAsync(id, first.ClaimNo));
        Assert.False(await rig.ReleaseAsync(id, first.ClaimNo));
        Assert.Equal(before, await StateAsync(database, id));

        Assert.True(await rig.CompleteAsync(id, second.ClaimNo));
    }

    [Fact]
    public async Task An_old_client_without_a_claim_number_is_fenced_by_worker_and_running()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync("old");

        Assert.Single(await rig.Queue.HeartbeatAsync("old", [(id, 0)], 60, CancellationToken.None));
        Assert.True(await rig.CompleteAsync(id, 0, "old"));
        Assert.False(await rig.CompleteAsync(id, 0, "old"));
        Assert.False(await rig.FailAsync(id, 0, "old"));
    }

    [Fact]
    public async Task A_second_complete_does_not_overwrite_the_first()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        await rig.CompleteAsync(id, claim.ClaimNo, result: "1");

        Assert.False(await rig.CompleteAsync(id, claim.ClaimNo, result: "2"));

        Assert.Equal("1", Encoding.UTF8.GetString((await rig.ReadAsync(id)).Result!));
    }

    [Fact]
    public async Task A_complete_after_a_cancel_is_refused()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        Assert.IsType<CancelOutcome.Canceled>(await rig.Queue.CancelAsync(id, CancellationToken.None));

        Assert.False(await rig.CompleteAsync(id, claim.ClaimNo));

        var job = await rig.ReadAsync(id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Null(job.Result);
    }

    [Fact]
    public async Task A_cancel_after_the_end_says_how_it_ended()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        await rig.CompleteAsync(id, claim.ClaimNo);

        Assert.Equal(new CancelOutcome.AlreadyFinal(JobStatus.Done), await rig.Queue.CancelAsync(id, CancellationToken.None));
        Assert.IsType<CancelOutcome.NotFound>(await rig.Queue.CancelAsync(Guid.CreateVersion7(), CancellationToken.None));
    }

    [Fact]
    public async Task Of_equal_reports_in_one_batch_exactly_one_is_accepted()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();

        var accepted = await rig.Recorder.RecordAsync(
            [Ends.Done(id, claim.ClaimNo), Ends.Done(id, claim.ClaimNo), Ends.Failed(id, claim.ClaimNo, "w1", "late", ErrorClass.Internal)], CancellationToken.None);

        Assert.Equal(1, accepted.Count(static ok => ok));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from job_attempts"));
    }

    [Fact]
    public async Task A_stale_report_that_shares_a_batch_with_the_valid_one_is_not_accepted_with_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var zombie = await rig.ClaimOneAsync("zombie");
        await rig.ReleaseAsync(id, zombie.ClaimNo, "zombie");
        var claim = await rig.ClaimOneAsync("w1");

        var accepted = await rig.Recorder.RecordAsync(
            [Ends.Done(id, zombie.ClaimNo, "zombie", "\"wrong\""), Ends.Done(id, claim.ClaimNo, "w1", "\"right\""), Ends.Done(id, 0, "zombie", "\"wrong\"")],
            CancellationToken.None);

        Assert.Equal([false, true, false], accepted);
        Assert.Equal("\"right\"", Encoding.UTF8.GetString((await rig.ReadAsync(id)).Result!));
    }

    [Fact]
    public async Task Claim_numbers_only_grow()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 100 });
        var seen = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            var claim = await rig.ClaimOneAsync($"w{i}");
            seen.Add(claim.ClaimNo);
            switch (i % 3)
            {
                case 0:
                    await rig.ReleaseAsync(id, claim.ClaimNo, $"w{i}");
                    break;
                case 1:
                    await rig.FailAsync(id, claim.ClaimNo, $"w{i}");
                    await rig.PromoteAsync(id);
                    break;
                default:
                    await database.ExecuteAsync("update jobs set lease_until = now() - interval '1 s' where id = $1", id);
                    await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None);
                    break;
            }
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
    }

    [Fact]
    public async Task A_heartbeat_extends_from_now_and_not_from_the_old_lease()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        var start = await database.NowAsync();
        for (var i = 0; i < 5; i++)
        {
            await rig.Queue.HeartbeatAsync("w1", [(id, claim.ClaimNo)], 60, CancellationToken.None);
        }

        Assert.InRange(await LeaseAsync(database, id), start.AddSeconds(60), (await database.NowAsync()).AddSeconds(60));
        await rig.Queue.HeartbeatAsync("w1", [(id, claim.ClaimNo)], 600, CancellationToken.None);
        Assert.InRange(await LeaseAsync(database, id), start.AddSeconds(600), (await database.NowAsync()).AddSeconds(600));
    }

    [Fact]
    public async Task Heartbeats_results_and_cancels_of_the_same_jobs_at_the_same_time_neither_fail_nor_wait_for_each_other()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 400).Select(_ => A.Job())], CancellationToken.None);
        var claims = await rig.ClaimAsync("w1", 400);
        var held = claims.Select(static claim => (claim.Id, claim.ClaimNo)).ToList();
        var backwards = Enumerable.Reverse(held).ToList();

        var beating = Task.WhenAll(Enumerable.Range(0, 20).Select(i => rig.Queue.HeartbeatAsync("w1", i % 2 == 0 ? held : backwards, 60, CancellationToken.None)));
        var canceling = Task.WhenAll(claims.Where((_, i) => i % 40 == 0).Select(claim => rig.Queue.CancelAsync(claim.Id, CancellationToken.None)));
        var reports = await Task.WhenAll(
            rig.Recorder.RecordAsync([.. backwards.Select(static claim => Ends.Done(claim.Id, claim.ClaimNo))], CancellationToken.None).AsTask(),
            rig.Recorder.RecordAsync([.. held.Select(static claim => Ends.Done(claim.Id, claim.ClaimNo))], CancellationToken.None).AsTask());
        await beating;
        var canceled = (await canceling).Count(static outcome => outcome is CancelOutcome.Canceled);

        Assert.Equal(400 - canceled, reports.Sum(static report => report.Count(static ok => ok)));
        Assert.Equal(400, await database.ScalarAsync<long>("select count(*) from jobs where status in ('done', 'canceled')"));
        Assert.Equal(400, await database.ScalarAsync<long>("select count(*) from job_attempts"));
    }

    private static Task<string> StateAsync(LlmMcp.Testing.TestDatabase database, Guid id) =>
        database.ScalarAsync<string>("select to_jsonb(j)::text from jobs j where id = $1", id);

    private static Task<DateTime> LeaseAsync(LlmMcp.Testing.TestDatabase database, Guid id) =>
        database.ScalarAsync<DateTime>("select lease_until from jobs where id = $1", id);
}
