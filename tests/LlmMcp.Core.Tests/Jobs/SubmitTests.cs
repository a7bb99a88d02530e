using System.Text;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Jobs;

public sealed class SubmitTests
{
    // Not even JSON: what a door would have to let through for the database to see it.
    private const string Unstorable = """{"text":"\u0000"}""";

    [Fact]
    public async Task A_job_is_stored_with_all_it_was_given()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var deadline = new DateTimeOffset(2040, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var id = await rig.SubmitAsync(A.Job("script") with
        {
            Client = "key", Priority = 7, MaxAttempts = 5, DeadlineAt = deadline, TimeoutSeconds = 9, Stream = true,
            Traceparent = "00-1-2-01", Route = "{\"reasons\":[]}"u8.ToArray(),
        });

        var job = await rig.ReadAsync(id);

        Assert.Equal((JobStatus.Queued, "script", "key", 7, 5, 0, 0L), (job.Status, job.Source, job.Client, job.Priority, job.MaxAttempts, job.Attempts, job.ClaimNo));
        Assert.Equal(deadline.UtcDateTime, job.DeadlineAt);
        Assert.Equal(9, job.TimeoutSeconds);
        Assert.Equal("{\"text\": \"hello\"}", Encoding.UTF8.GetString(job.Payload));
        Assert.Equal("{\"reasons\": []}", Encoding.UTF8.GetString(job.Route!));
        Assert.Null(job.LeaseUntil);
        Assert.Null(job.Result);
    }

    [Fact]
    public async Task A_batch_with_one_job_that_cannot_be_stored_stores_none()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);

        var outcome = await rig.Queue.SubmitAllAsync([A.Job(), A.Job(payload: Unstorable), A.Job()], CancellationToken.None);

        Assert.IsType<SubmitOutcome.Unstorable>(outcome);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task Submits_that_share_a_batch_do_not_suffer_for_one_that_cannot_be_stored()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var jobs = Enumerable.Range(0, 60).Select(i => A.Job(payload: i % 20 == 7 ? Unstorable : "{}")).ToList();

        var outcomes = await Task.WhenAll(jobs.Select(job => rig.Queue.SubmitAsync(job, CancellationToken.None).AsTask()));

        Assert.Equal(57, outcomes.Count(static outcome => outcome is SubmitOutcome.Accepted));
        Assert.Equal([7, 27, 47], Enumerable.Range(0, 60).Where(i => outcomes[i] is SubmitOutcome.Unstorable));
        Assert.Equal(57, await database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task Ten_thousand_jobs_go_in_one_batch()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);

        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 10_000).Select(_ => A.Job())], CancellationToken.None);

        Assert.Equal(10_000, await database.ScalarAsync<long>("select count(*) from jobs where status = 'queued'"));
    }

    [Fact]
    public async Task Concurrent_submits_are_answered_each_for_itself()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);

        var ids = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => rig.SubmitAsync(A.Job())));

        Assert.Equal(500, await database.ScalarAsync<long>("select count(*) from jobs where id = any($1)", ids));
    }

    [Fact]
    public async Task A_retry_is_a_copy_that_names_its_origin()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job("s") with { Priority = 3, MaxAttempts = 2, TimeoutSeconds = 11 });
        var claim = await rig.ClaimOneAsync();
        await rig.CompleteAsync(id, claim.ClaimNo);

        var copyId = Assert.IsType<RetryOutcome.Submitted>(await rig.Queue.RetryAsync(id, CancellationToken.None)).JobId;

        var copy = await rig.ReadAsync(copyId);
        Assert.Equal((JobStatus.Queued, 0, 0L, (Guid?)id), (copy.Status, copy.Attempts, copy.ClaimNo, copy.RetriedFrom));
        Assert.Equal(("s", 3, 2, (int?)11), (copy.Source, copy.Priority, copy.MaxAttempts, copy.TimeoutSeconds));
        Assert.Null(copy.Result);
        Assert.Equal(JobStatus.Done, (await rig.ReadAsync(id)).Status);
        Assert.Equal(copyId, (await rig.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task Only_a_job_that_has_ended_can_be_retried()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());

        Assert.Equal(new RetryOutcome.NotFinal(JobStatus.Queued), await rig.Queue.RetryAsync(id, CancellationToken.None));
        await rig.ClaimOneAsync();
        Assert.Equal(new RetryOutcome.NotFinal(JobStatus.Running), await rig.Queue.RetryAsync(id, CancellationToken.None));
        Assert.IsType<RetryOutcome.NotFound>(await rig.Queue.RetryAsync(Guid.CreateVersion7(), CancellationToken.None));
    }
}
