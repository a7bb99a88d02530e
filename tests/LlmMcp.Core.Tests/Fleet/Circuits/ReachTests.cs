using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Fleet.Circuits;

/// <summary>Connections are counted per worker and device; the device itself fails only when nobody reaches it.</summary>
public sealed class ReachTests
{
    [Fact]
    public async Task A_worker_that_cannot_connect_loses_the_device_and_others_keep_it()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await FailAsync(rig, "w1", 2);
        Assert.False(await LostAsync(rig, "w1"));

        await FailAsync(rig, "w1", 1);

        Assert.True(await LostAsync(rig, "w1"));
        Assert.False(await LostAsync(rig, "w2"));
        Assert.Equal("closed 0", await rig.StateAsync());
    }

    [Fact]
    public async Task The_last_worker_s_failures_count_against_the_device()
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 12);
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await FailAsync(rig, "w1", 3);

        await FailAsync(rig, "w2", 2);
        Assert.Equal("closed 2", await rig.StateAsync());
        await FailAsync(rig, "w2", 1);
        Assert.Equal("open 3", await rig.StateAsync());
    }

    [Fact]
    public async Task Workers_that_fail_by_turns_open_it_when_the_last_has_lost_it()
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 12);
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual("open", (await rig.StateAsync()).Split(' ')[0]);
            await FailAsync(rig, "w1", 1);
            await FailAsync(rig, "w2", 1);
        }

        Assert.Equal("open 3", await rig.StateAsync());
    }

    [Fact]
    public async Task Two_that_lose_it_in_the_same_batch_are_found_by_the_sweep()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await rig.Database.ExecuteAsync("insert into worker_reach (worker_id, device_id, failures, lost_at) values ('w1', 'd1', 3, now()), ('w2', 'd1', 3, now())");

        Assert.True(await rig.Keeper.RunOnceAsync(CancellationToken.None));
        Assert.Equal("open 3", await rig.StateAsync());
        Assert.False(await rig.Keeper.RunOnceAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("compat.chat", "open 3")]
    [InlineData("ollama.embed", "closed 0")]
    public async Task Only_workers_that_serve_the_provider_can_vouch_for_a_device(string kind, string state)
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", kind);

        await FailAsync(rig, "w1", 3);

        Assert.Equal(state, await rig.StateAsync());
    }

    [Fact]
    public async Task A_worker_that_is_gone_cannot_vouch_for_a_device()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await FailAsync(rig, "w1", 3);
        Assert.False(await rig.Keeper.RunOnceAsync(CancellationToken.None));

        await rig.Database.ExecuteAsync("update workers set status = 'offline' where id = 'w2'");

        Assert.True(await rig.Keeper.RunOnceAsync(CancellationToken.None));
        Assert.Equal("open 3", await rig.StateAsync());
    }

    [Theory]
    [InlineData("box", "open 3")]
    [InlineData("", "closed 0")]
    public async Task A_node_on_a_loopback_address_depends_on_the_workers_of_its_machine(string reachHost, string state)
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await rig.Database.ExecuteAsync("update workers set host = case id when 'w1' then 'Box' else 'elsewhere' end");
        await rig.Database.ExecuteAsync("update devices set reach_host = nullif($1, '')", reachHost);

        await FailAsync(rig, "w1", 3);

        Assert.Equal(state, await rig.StateAsync());
    }

    [Theory]
    [InlineData("done", 0)]
    [InlineData(ErrorClass.ServerError, 0)]
    [InlineData(ErrorClass.Request, 1)]
    public async Task A_connection_that_works_clears_what_failed_before(string end, long left)
    {
        await using var rig = await CircuitRig.CreateAsync();
        await FailAsync(rig, "w1", 2);

        await rig.RunAsync(end);

        Assert.Equal(left, await rig.Database.ScalarAsync<long>("select count(*) from worker_reach"));
    }

    [Fact]
    public async Task A_probe_one_worker_cannot_deliver_is_tried_by_another_at_once()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.AddWorkerAsync("w1", JobKinds.OllamaGenerate);
        await rig.AddWorkerAsync("w2", JobKinds.OllamaGenerate);
        await rig.OpenAsync();
        await rig.RestAsync();
        await rig.RunAsync(ErrorClass.Unreachable);

        Assert.Equal("open 3", await rig.StateAsync());
        await rig.RunAsync("done", "w2");
        Assert.Equal("closed 0", await rig.StateAsync());
    }

    [Fact]
    public async Task After_the_rest_the_worker_may_try_again()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await FailAsync(rig, "w1", 3);

        await rig.Database.ExecuteAsync("update worker_reach set lost_at = now() - make_interval(secs => $1)", Circuit.Rest.TotalSeconds);

        Assert.False(await LostAsync(rig, "w1"));
    }

    private static async Task FailAsync(CircuitRig rig, string worker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await rig.RunAsync(ErrorClass.Unreachable, worker);
        }
    }

    private static async Task<bool> LostAsync(CircuitRig rig, string worker)
    {
        var snapshot = await new FleetReader(new Database(rig.Database.DataSource)).ReadAsync(CancellationToken.None);
        return !snapshot.Reaches(worker, snapshot.Devices["d1"]);
    }
}
