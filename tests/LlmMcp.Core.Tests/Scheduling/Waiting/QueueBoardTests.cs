using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling.Waiting;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Scheduling.Waiting;

/// <summary>Places in line and backlog, counted on a real database.</summary>
public sealed class QueueBoardTests
{
    [Fact]
    public async Task Places_follow_priority_and_age_among_jobs_of_the_same_devices()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        rig.Devices.Runs("m", "d1").Runs("elsewhere", "d2").Meets("n", new RouteCandidate("d1", Providers.Ollama, JobKinds.OllamaGenerate, "m"));
        var first = await rig.SubmitAsync(A.ModelJob("m", "a"));
        var late = await rig.SubmitAsync(A.LateJob());
        var urgent = await rig.SubmitAsync(A.ModelJob("m", "b") with { Priority = 5 });
        var elsewhere = await rig.SubmitAsync(A.ModelJob("elsewhere"));
        var last = await rig.SubmitAsync(A.ModelJob("m", "b"));

        Assert.Equal(new QueuePlace(0, 10), await FindAsync(rig, urgent));
        Assert.Equal(new QueuePlace(1, 20), await FindAsync(rig, first));
        Assert.Equal(new QueuePlace(2, 30), await FindAsync(rig, late));
        Assert.Equal(new QueuePlace(3, 40), await FindAsync(rig, last));
        Assert.Equal(new QueuePlace(0, 10), await FindAsync(rig, elsewhere));
    }

    [Fact]
    public async Task What_was_never_measured_has_a_place_and_no_eta()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: null);
        await rig.SubmitAsync(A.ModelJob());

        Assert.Equal(new QueuePlace(1, null), await FindAsync(rig, await rig.SubmitAsync(A.ModelJob())));
    }

    [Fact]
    public async Task Without_a_worker_that_serves_the_kind_there_is_no_eta()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        await database.ExecuteAsync("update workers set kinds = '{openai.chat}'");

        Assert.Equal(new QueuePlace(0, null), await FindAsync(rig, await rig.SubmitAsync(A.ModelJob())));
    }

    [Fact]
    public async Task Running_work_is_waited_for()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        await rig.SubmitAsync(A.ModelJob());
        await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);
        await database.ExecuteAsync("update jobs set started_at = now() - interval '4 seconds'");

        var place = await FindAsync(rig, await rig.SubmitAsync(A.ModelJob()));

        Assert.Equal(0, place!.Position);
        Assert.InRange(place.EtaSeconds!.Value, Math.Floor(20 - await RanAsync(database)), 16);
    }

    [Fact]
    public async Task Jobs_that_run_wait_out_a_backoff_or_need_no_slot_have_no_place()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        var echo = await rig.SubmitAsync(A.Job());
        var failed = await rig.SubmitAsync(A.ModelJob());
        await rig.FailAsync(failed, (await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate)).ClaimNo);
        var running = await rig.SubmitAsync(A.ModelJob());
        await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);

        Assert.Null(await FindAsync(rig, echo));
        Assert.Null(await FindAsync(rig, failed));
        Assert.Null(await FindAsync(rig, running));
    }

    [Fact]
    public async Task Places_behind_ten_thousand_are_not_told()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 1);
        await database.ExecuteAsync(
            """
            insert into jobs (id, kind, block, payload, source)
            select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'ollama.generate', 'ollama.generate|m|', '{}', 'flood' from generate_series(0, 10005) n
            """);

        Assert.Equal(9_999, (await FindAsync(rig, new Guid("00000000-0000-7000-8000-000000009999")))!.Position);
        Assert.Null((await FindAsync(rig, new Guid("00000000-0000-7000-8000-000000010005")))?.Position);
        Assert.Null((await FindAsync(rig, await rig.SubmitAsync(A.ModelJob())))?.Position);
    }

    [Fact]
    public async Task The_backlog_says_when_a_device_has_room_and_is_the_same_object_while_nothing_changes()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        var (board, backlog) = (rig.Get<QueueBoard>(), rig.Get<IBacklogSource>());
        await board.CountAsync(CancellationToken.None);
        Assert.Same(Backlog.Empty, backlog.Current);
        await rig.Queue.SubmitAllAsync([A.ModelJob(), A.ModelJob(), A.ModelJob()], CancellationToken.None);

        await board.CountAsync(CancellationToken.None);
        var counted = backlog.Current;
        await board.CountAsync(CancellationToken.None);

        Assert.Equal((30d, 0d), (counted.Of("d1"), counted.Of("d2")));
        Assert.Same(counted, backlog.Current);
        Assert.Equal(3, board.Waiting);
    }

    [Fact]
    public async Task Followers_in_line_are_told_when_they_move_and_nobody_counts_for_those_who_do_not_follow()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        var loop = rig.Make<WaitingLoop>();
        await rig.SubmitAsync(A.ModelJob());
        var id = await rig.SubmitAsync(A.ModelJob());
        using var leave = new CancellationTokenSource();
        await using var events = rig.Follower.FollowAsync(id, null, deltas: true, leave.Token).GetAsyncEnumerator(leave.Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new QueuePlace(1, 20), Assert.IsType<FollowEvent.Status>(events.Current).Place);

        var next = MoveNextAsync(events);
        await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);
        await database.ExecuteAsync("update jobs set started_at = now() - interval '5 seconds' where status = 'running'");
        await loop.RunOnceAsync(CancellationToken.None);

        Assert.True(await next);
        var moved = Assert.IsType<FollowEvent.Queue>(events.Current);
        Assert.Equal(0, moved.Place.Position);
        Assert.InRange(moved.Place.EtaSeconds!.Value, Math.Floor(20 - await RanAsync(database)), 15);
        Assert.False(rig.Get<QueueWatch>().IsEmpty);
        next = MoveNextAsync(events);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.True(rig.Get<QueueWatch>().IsEmpty);
    }

    [Fact]
    public async Task Old_followers_are_told_of_status_alone()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, seconds: 10);
        var id = await rig.SubmitAsync(A.ModelJob());
        await using var events = rig.Follower.FollowAsync(id, null, deltas: false, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());

        Assert.Null(Assert.IsType<FollowEvent.Status>(events.Current).Place);
        Assert.True(rig.Get<QueueWatch>().IsEmpty);
    }

    /// <summary>The next event that says something: when nothing happens for a while, followers are told just that.</summary>
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<FollowEvent> events)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current is not FollowEvent.KeepAlive)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<QueueRig> RigAsync(TestDatabase database, double? seconds)
    {
        await database.AddDeviceAsync("d1", 1);
        await database.AddDeviceAsync("d2", 1);
        await database.ExecuteAsync("insert into workers (id, kinds) values ('w1', '{ollama.generate}')");
        var rig = new QueueRig(database);
        rig.Devices.Runs("m", "d1").Seconds = seconds;
        return rig;
    }

    /// <summary>Seconds for which the running job has run by now, on a busy machine more than the test pretends.</summary>
    private static Task<double> RanAsync(TestDatabase database) =>
        database.ScalarAsync<double>("select extract(epoch from now() - started_at)::double precision from jobs where status = 'running'");

    private static async Task<QueuePlace?> FindAsync(QueueRig rig, Guid id)
    {
        // As a caller that asks a little later: the picture is a second old at most, and never older than the job.
        await rig.Get<QueueBoard>().CountAsync(CancellationToken.None);
        return await rig.Get<IQueuePlaces>().FindAsync(await rig.ReadAsync(id), CancellationToken.None);
    }
}
