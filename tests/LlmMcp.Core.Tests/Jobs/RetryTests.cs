using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;


namespace LlmMcp.Core.Tests.Jobs;

/// <summary>What follows a failure: backoff, caps, final classes; and reports that cannot be stored.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(1, 0.8, 1.2)]
    [InlineData(2, 1.6, 2.4)]
    [InlineData(3, 3.2, 4.8)]
    [InlineData(5, 12.8, 19.2)]
    [InlineData(6, 25.6, 38.4)]
    [InlineData(7, 51.2, 60)]
    [InlineData(20, 51.2, 60)]
    public async Task The_backoff_doubles_with_each_attempt_spreads_by_a_fifth_and_ends_at_a_minute(int attempts, double least, double most)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 60).Select(_ => A.Job() with { MaxAttempts = 100 })], CancellationToken.None);
        await database.ExecuteAsync("update jobs set attempts = $1", attempts - 1);
        var claims = await rig.ClaimAsync("w1", 60);

        await rig.Recorder.RecordAsync([.. claims.Select(static claim => Ends.Failed(claim.Id, claim.ClaimNo, "w1", "x", ErrorClass.Unreachable))], CancellationToken.None);

        var waits = await database.ListAsync<double>("select extract(epoch from run_at - updated_at)::double precision from jobs where status = 'queued'");
        Assert.Equal(60, waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait, least - 0.001, most + 0.001));
        Assert.True(attempts >= 7 || waits.Max() - waits.Min() > (most - least) / 4, "the waits are not spread");
    }

    [Fact]
    public async Task A_server_that_asks_for_a_longer_wait_gets_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();

        await rig.FailAsync(id, claim.ClaimNo, errorClass: ErrorClass.Overloaded, retryAfterSeconds: 90);

        Assert.Equal(90, await database.ScalarAsync<double>("select extract(epoch from run_at - updated_at)::double precision from jobs"), 3);
    }

    [Fact]
    public async Task A_job_in_its_backoff_is_not_claimed_and_afterwards_it_is()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        await rig.FailAsync(id, claim.ClaimNo, error: "refused");

        Assert.Empty(await rig.ClaimAsync("w1"));
        Assert.Equal((0, true), (await rig.Upkeep.PromoteAsync(CancellationToken.None)) is var (none, next) ? (none, next is > 0 and < 2) : default);
        await rig.PromoteAsync(id);
        var again = await rig.ClaimOneAsync();

        Assert.Equal((id, 2, 2L), (again.Id, again.Attempts, again.ClaimNo));
        Assert.Equal("refused", (await rig.ReadAsync(id)).Error);
    }

    [Fact]
    public async Task A_success_clears_the_error_of_earlier_attempts()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo);
        await rig.PromoteAsync(id);
        await rig.CompleteAsync(id, (await rig.ClaimOneAsync()).ClaimNo);

        Assert.Equal("", (await rig.ReadAsync(id)).Error);
    }

    [Fact]
    public async Task The_last_attempt_ends_the_job_in_error()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 2 });
        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo, error: "first");
        await rig.PromoteAsync(id);
        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo, error: "second");

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Error, "second", 2), (job.Status, job.Error, job.Attempts));
        Assert.Equal(["error", "error"], await database.ListAsync<string>("select status from job_attempts order by claim_no"));
        Assert.Empty(await rig.ClaimAsync("w1"));
    }

    [Fact]
    public async Task A_wrong_request_is_not_tried_again()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 10 });

        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo, errorClass: ErrorClass.Request, error: "no such option");

        Assert.Equal(JobStatus.Error, (await rig.ReadAsync(id)).Status);
    }

    [Theory]
    [InlineData(ErrorClass.ModelMissing)]
    [InlineData(ErrorClass.Unreachable)]
    [InlineData(ErrorClass.ServerError)]
    [InlineData(ErrorClass.Overloaded)]
    [InlineData(ErrorClass.Timeout)]
    [InlineData(ErrorClass.StreamBroken)]
    [InlineData(ErrorClass.Internal)]
    [InlineData("a class of tomorrow")]
    public async Task Anything_else_is_tried_again(string errorClass)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());

        await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo, errorClass: errorClass);

        Assert.Equal(JobStatus.Queued, (await rig.ReadAsync(id)).Status);
        Assert.Equal(errorClass, await database.ScalarAsync<string>("select error_class from job_attempts"));
    }

    [Fact]
    public async Task A_release_gives_the_attempt_back_and_costs_no_wait()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 1 });
        for (var i = 1; i <= 4; i++)
        {
            var claim = await rig.ClaimOneAsync();
            Assert.Equal((1, (long)i), (claim.Attempts, claim.ClaimNo));
            Assert.True(await rig.ReleaseAsync(id, claim.ClaimNo));
        }

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 0, 4L, null), (job.Status, job.Attempts, job.ClaimNo, job.WorkerId));
        Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from job_attempts where status = 'released'"));
    }

    [Fact]
    public async Task A_result_that_cannot_be_stored_fails_its_own_job_only()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([A.Job(), A.Job(), A.Job()], CancellationToken.None);
        var claims = await rig.ClaimAsync("w1", 3);

        var accepted = await Task.WhenAll(claims.Select((claim, i) =>
            rig.CompleteAsync(claim.Id, claim.ClaimNo, result: i == 1 ? """{"response":"\u0000"}""" : "{}")));

        Assert.Equal([true, true, true], accepted);
        Assert.Equal([JobStatus.Done, JobStatus.Queued, JobStatus.Done], await database.ListAsync<string>("select status from jobs order by id"));
        Assert.Contains("cannot be stored", (await rig.ReadAsync(claims[1].Id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_a_worker_whose_name_cannot_be_stored_spoils_no_other()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([A.Job(), A.Job()], CancellationToken.None);
        var claims = await rig.ClaimAsync("w1", 2);

        var accepted = await rig.Recorder.RecordAsync(
            [Ends.Done(claims[0].Id, 0, "w\0"), Ends.Failed(claims[0].Id, 0, "w\0", "x", "y"), Ends.Done(claims[1].Id, claims[1].ClaimNo)], CancellationToken.None);

        Assert.Equal([false, false, true], accepted);
        Assert.Equal([JobStatus.Running, JobStatus.Done], await database.ListAsync<string>("select status from jobs order by id"));
        Assert.Contains(rig.Log.Events, static logged => logged.Id.Id == 1006);
    }

    [Fact]
    public async Task Error_texts_with_NUL_are_stored_without_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());

        Assert.True(await rig.FailAsync(id, (await rig.ClaimOneAsync()).ClaimNo, error: "a\0b", errorClass: "x\0y"));

        Assert.Equal("ab", (await rig.ReadAsync(id)).Error);
    }

    [Fact]
    public async Task Metrics_and_the_holder_of_an_attempt_are_kept()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync("w9");

        await rig.Recorder.RecordAsync([new AttemptEnd.Done(id, claim.ClaimNo, "w9", "{}"u8.ToArray(), Encoding.UTF8.GetBytes("""{"ms":12}"""))], CancellationToken.None);

        Assert.Equal("w9 done {\"ms\": 12}", await database.ScalarAsync<string>("select worker_id || ' ' || status || ' ' || metrics::text from job_attempts"));
    }
}
