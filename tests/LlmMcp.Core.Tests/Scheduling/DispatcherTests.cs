using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class DispatcherTests
{
    [Fact]
    public async Task Urgent_jobs_first_then_older_ones()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var ids = new List<Guid>();
        foreach (var priority in new[] { 0, 5, -3, 5, 0 })
        {
            ids.Add(await rig.SubmitAsync(A.Job() with { Priority = priority }));
        }

        var claimed = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            claimed.Add((await rig.ClaimOneAsync()).Id);
        }

        Assert.Equal([ids[1], ids[3], ids[0], ids[4], ids[2]], claimed);
    }

    [Fact]
    public async Task A_flood_of_one_source_does_not_delay_another()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 5000).Select(_ => A.Job("flood"))], CancellationToken.None);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 10).Select(_ => A.Job("small"))], CancellationToken.None);

        var claimed = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            claimed.Add((await rig.ClaimOneAsync()).Source);
        }

        Assert.Equal(10, claimed.Count(static source => source == "small"));
    }

    [Fact]
    public async Task One_large_claim_shares_as_well_as_many_small_ones()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        foreach (var source in new[] { "a", "b", "c" })
        {
            await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 200).Select(_ => A.Job(source))], CancellationToken.None);
        }

        var claimed = await rig.ClaimAsync("w1", 300);

        Assert.All(claimed.GroupBy(static job => job.Source), static source => Assert.Equal(100, source.Count()));
        Assert.Equal(300, claimed.Select(static job => job.Id).Distinct().Count());
    }

    [Fact]
    public async Task Sources_waiting_for_one_slot_get_it_in_turn()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d1", 1);
        await using var rig = new QueueRig(database);
        rig.Devices.Runs("m", "d1");
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 100).Select(_ => A.ModelJob(source: "flood"))], CancellationToken.None);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 4).Select(_ => A.ModelJob(source: "small"))], CancellationToken.None);

        var served = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var claim = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);
            served.Add(claim.Source);
            await rig.CompleteAsync(claim.Id, claim.ClaimNo);
        }

        Assert.Equal(4, served.Count(static source => source == "small"));
    }

    [Fact]
    public async Task Urgent_work_that_comes_all_the_time_leaves_no_slot_empty_that_it_does_not_need()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("fast", 8);
        await database.AddDeviceAsync("slow", 1);
        await using var rig = new QueueRig(database);
        rig.Devices.Runs("urgent", "fast").Runs("patient", "slow");
        await rig.SubmitAsync(A.ModelJob("patient"));
        var offer = new TestOffer("w1", [JobKinds.OllamaGenerate], 4, 0);
        rig.Dispatcher.Offer(offer);

        // Between two rounds there is always one more urgent job, for which the fast device has room.
        await rig.SubmitAsync(A.ModelJob("urgent") with { Priority = 5 });
        await rig.Dispatcher.RunOnceAsync(CancellationToken.None);

        Assert.Equal(["fast", "slow"], offer.Jobs.Select(static job => job.DeviceId));
    }

    [Fact]
    public async Task A_fast_device_that_is_filled_again_and_again_does_not_keep_a_slow_one_idle()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("fast", 2);
        await database.AddDeviceAsync("slow", 2);
        await using var rig = new QueueRig(database);
        rig.Devices.Meets("n", Place("slow") with { TokensPerSecond = 1 }, Place("fast") with { TokensPerSecond = 100, Loaded = true });
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 20).Select(i => A.LateJob("n", $"s{i % 3}"))], CancellationToken.None);

        for (var round = 0; round < 5; round++)
        {
            await rig.DispatchAsync(new TestOffer("w1", [JobKinds.OllamaChat], 1, 0), new TestOffer("w2", [JobKinds.OllamaChat], 4, 0));

            Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
            foreach (var id in await database.ListAsync<Guid>("select job_id from device_slots where device_id = 'fast'"))
            {
                var job = await rig.ReadAsync(id);
                Assert.True(await rig.CompleteAsync(id, job.ClaimNo, job.WorkerId!));
            }
        }

        static RouteCandidate Place(string device) => new(device, Providers.Ollama, JobKinds.OllamaChat, "m");
    }

    [Fact]
    public async Task Nobody_gets_more_than_it_wants_nor_kinds_it_does_not_run()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 50).Select(i => A.Job(kind: i % 2 == 0 ? "even" : "odd"))], CancellationToken.None);
        var even = new TestOffer("w1", ["even"], 0, 7);
        var both = new TestOffer("w2", ["even", "odd"], 0, 20);
        var none = new TestOffer("w3", ["other"], 5, 5);

        await rig.DispatchAsync(even, both, none);

        Assert.Equal((7, 20, 0), (even.Jobs.Count, both.Jobs.Count, none.Jobs.Count));
        Assert.All(even.Jobs, static job => Assert.Equal("even", job.Kind));
        Assert.False(even.Exceeded || both.Exceeded);
        Assert.Equal(27, await database.ScalarAsync<long>("select count(*) from jobs where status = 'running'"));
    }

    [Fact]
    public async Task Several_Cores_share_a_backlog_without_giving_a_job_twice()
    {
        await using var database = await CoreDatabase.CreateAsync();
        var rigs = Enumerable.Range(0, 3).Select(_ => new QueueRig(database)).ToList();
        await rigs[0].Queue.SubmitAllAsync([.. Enumerable.Range(0, 3000).Select(i => A.Job($"s{i % 7}"))], CancellationToken.None);
        var offers = Enumerable.Range(0, 6).Select(i => new TestOffer($"w{i}", [JobKinds.Echo], 0, 700)).ToList();

        await Task.WhenAll(rigs.Select((rig, i) => rig.DispatchAsync(offers[i * 2], offers[(i * 2) + 1])));
        await rigs[0].DispatchAsync([.. offers]);

        var ids = offers.SelectMany(static offer => offer.Jobs).Select(static job => job.Id).ToList();
        Assert.Equal(3000, ids.Count);
        Assert.Equal(3000, ids.Distinct().Count());
        Assert.All(offers, static offer => Assert.False(offer.Exceeded));
        foreach (var rig in rigs)
        {
            await rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task Jobs_claimed_for_a_worker_that_has_left_go_back_uncharged_and_at_once()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = 1 });

        await rig.DispatchAsync(new TestOffer("gone", [JobKinds.Echo], 0, 5) { Gone = true });

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 0), (job.Status, job.Attempts));
        Assert.Equal(id, (await rig.ClaimOneAsync("w2")).Id);
    }

    [Fact]
    public async Task A_returned_job_is_found_in_the_next_round()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var old = await rig.SubmitAsync(A.Job());
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(0, 20).Select(_ => A.Job())], CancellationToken.None);
        var claim = await rig.ClaimOneAsync();
        Assert.Equal(old, claim.Id);
        await rig.ClaimOneAsync();

        await rig.ReleaseAsync(old, claim.ClaimNo);

        Assert.Equal(old, (await rig.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task A_job_committed_late_with_an_older_id_is_found_at_once()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var start = TimeProvider.System.GetUtcNow();
        var early = A.Job() with { Id = Guid.CreateVersion7(start) };
        await rig.Queue.SubmitAllAsync([.. Enumerable.Range(1, 5).Select(i => A.Job() with { Id = Guid.CreateVersion7(start.AddMilliseconds(i)) })], CancellationToken.None);
        await rig.ClaimOneAsync();
        await rig.ClaimOneAsync();
        await rig.SubmitAsync(early);

        Assert.Equal(early.Id, (await rig.ClaimOneAsync()).Id);
    }

    [Fact]
    public async Task Empty_lanes_of_higher_priority_do_not_make_a_claim_come_back_empty()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await using var other = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        for (var priority = 1; priority <= 5; priority++)
        {
            var urgent = await rig.SubmitAsync(A.Job() with { Priority = priority });
            await other.Queue.CancelAsync(urgent, CancellationToken.None);
        }

        var offer = new TestOffer("w1", [JobKinds.Echo], 1, 1) { AnswersAtOnce = true, Total = 1 };
        rig.Dispatcher.Offer(offer);
        await rig.Dispatcher.RunOnceAsync(CancellationToken.None);

        Assert.Equal(id, Assert.Single(offer.Jobs).Id);
    }

    [Fact]
    public async Task A_claim_is_told_as_news_of_a_running_job()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var news = new List<JobChange>();
        rig.Events.Changed += news.AddRange;

        await rig.ClaimOneAsync();

        Assert.Equal([new JobChange(id, JobStatus.Running, 1)], news);
    }

    [Fact]
    public async Task A_claim_carries_all_a_worker_needs()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var deadline = new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await rig.SubmitAsync(A.Job("s") with { Priority = 2, MaxAttempts = 4, TimeoutSeconds = 8, Stream = true, DeadlineAt = deadline, Traceparent = "00-a-b-01", Client = "key" });

        var claim = Assert.Single(await rig.ClaimAsync("w1", 1, 45));

        Assert.Equal((1L, JobKinds.Echo, 1, 4, (int?)8, true, 2), (claim.ClaimNo, claim.Kind, claim.Attempts, claim.MaxAttempts, claim.TimeoutSeconds, claim.Stream, claim.Priority));
        Assert.Equal(("00-a-b-01", "key", "s", deadline.UtcDateTime), (claim.Traceparent, claim.Client, claim.Source, claim.DeadlineAt));
        Assert.Equal(45, (claim.LeaseUntil - claim.UpdatedAt).TotalSeconds, 3);
        Assert.Null(claim.DeviceId);
    }
}
