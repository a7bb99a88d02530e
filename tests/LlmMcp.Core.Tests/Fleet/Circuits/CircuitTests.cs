using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Tests.Jobs.Rig;
using Npgsql;

namespace LlmMcp.Core.Tests.Fleet.Circuits;

/// <summary>The breaker's edges, on a real database.</summary>
public sealed class CircuitTests
{
    private const string FirstToken = """{"ms":1000,"ttft_ms":12.5}""";

    [Theory]
    [InlineData("server_error server_error", "closed 2")]
    [InlineData("server_error server_error server_error", "open 3")]
    [InlineData("server_error server_error done server_error server_error", "closed 2")]
    [InlineData("unreachable unreachable", "closed 2")]
    [InlineData("unreachable unreachable unreachable", "open 3")]
    [InlineData("unreachable unreachable done unreachable unreachable", "closed 2")]
    [InlineData("unreachable server_error timeout", "open 3")]
    [InlineData("stream_broken stream_broken stream_broken", "open 3")]
    [InlineData("server_error server_error request request overloaded model_missing not_configured internal", "closed 2")]
    [InlineData("request request request request request", "closed 0")]
    [InlineData("model_missing model_missing model_missing", "closed 0")]
    [InlineData("overloaded overloaded overloaded", "closed 0")]
    [InlineData("server_error request server_error canceled released lost server_error", "open 3")]
    public async Task After_these_attempts_the_circuit_is(string ends, string state)
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 12);
        foreach (var end in ends.Split(' '))
        {
            await rig.RunAsync(end);
        }

        Assert.Equal(state, await rig.StateAsync());
    }

    [Theory]
    [InlineData("", false, "open 3")]
    [InlineData("{}", false, "open 3")]
    [InlineData("""{"ms":1000}""", false, "open 3")]
    [InlineData(FirstToken, false, "closed 0")]
    [InlineData("", true, "closed 0")]
    public async Task A_timeout_counts_only_while_silent_and_loaded(string metrics, bool cold, string state)
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 12);
        for (var i = 0; i < 3; i++)
        {
            await rig.RunAsync(ErrorClass.Timeout, metrics: metrics, cold: cold);
        }

        Assert.Equal(state, await rig.StateAsync());
    }

    [Fact]
    public async Task Three_failures_reported_together_open_it_and_a_success_among_them_does_not()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.Queue.Queue.SubmitAllAsync([A.ModelJob(), A.ModelJob(), A.ModelJob(), A.ModelJob()], CancellationToken.None);
        var claims = await rig.Queue.ClaimAsync("w1", 4, 60, JobKinds.OllamaGenerate);

        await rig.Queue.Recorder.RecordAsync(
            [Ends.Done(claims[0].Id, claims[0].ClaimNo), .. claims.Skip(1).Select(static claim => Ends.Failed(claim.Id, claim.ClaimNo, "w1", "x", ErrorClass.ServerError))], CancellationToken.None);
        Assert.Equal("closed 0", await rig.StateAsync());

        await rig.Database.ExecuteAsync("update jobs set run_at = null where status = 'queued'");
        rig.Queue.Events.PublishReady(null);
        claims = await rig.Queue.ClaimAsync("w1", 3, 60, JobKinds.OllamaGenerate);
        await rig.Queue.Recorder.RecordAsync([.. claims.Select(static claim => Ends.Failed(claim.Id, claim.ClaimNo, "w1", "x", ErrorClass.ServerError))], CancellationToken.None);
        Assert.Equal("open 3", await rig.StateAsync());
    }

    [Fact]
    public async Task An_open_circuit_lets_nothing_through_until_it_has_rested_five_minutes()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.OpenAsync();
        await rig.Queue.SubmitAsync(A.ModelJob());

        Assert.Null(await rig.ClaimAsync());
        await rig.RestAsync(seconds: 5);
        Assert.Null(await rig.ClaimAsync());
        await rig.RestAsync();
        Assert.NotNull(await rig.ClaimAsync());
        Assert.Equal("probing 3", await rig.StateAsync());
    }

    [Fact]
    public async Task One_probe_goes_out_among_a_hundred_waiting_jobs_and_twelve_claimers_of_four_Cores()
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 4, cores: 4);
        await rig.OpenAsync();
        await rig.RestAsync();
        await rig.Queue.Queue.SubmitAllAsync([.. Enumerable.Range(0, 100).Select(static _ => A.ModelJob())], CancellationToken.None);
        var offers = Enumerable.Range(0, 12).Select(static i => new TestOffer($"w{i}", [JobKinds.OllamaGenerate], 10, 0)).ToList();

        await Task.WhenAll(rig.Cores.Select((core, i) => core.DispatchAsync([.. offers.Where((_, n) => n % 4 == i)])));
        await rig.Queue.DispatchAsync([.. offers]);

        var probe = Assert.Single(offers.SelectMany(static offer => offer.Jobs));
        Assert.Equal(
            $"probing {probe.Id} {probe.ClaimNo}", await rig.Database.ScalarAsync<string>("select state || ' ' || probe_job_id || ' ' || probe_claim_no from device_circuits"));
        Assert.Equal(1, await rig.Database.ScalarAsync<long>("select count(*) from jobs where status = 'running'"));
    }

    [Theory]
    [InlineData("done", "closed 0", true)]
    [InlineData(ErrorClass.ServerError, "open 4", false)]
    [InlineData(ErrorClass.Timeout, "open 4", false)]
    [InlineData(ErrorClass.Unreachable, "open 4", false)]
    [InlineData(ErrorClass.Request, "open 3", true)]
    [InlineData(ErrorClass.Overloaded, "open 3", true)]
    [InlineData("released", "open 3", true)]
    [InlineData("canceled", "open 3", true)]
    [InlineData("lost", "open 3", true)]
    public async Task The_end_of_the_probe_decides(string end, string state, bool nextJobMayTry)
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.OpenAsync();
        await rig.RestAsync();
        await rig.Queue.SubmitAsync(A.ModelJob());
        var probe = await rig.ClaimAsync();

        await rig.EndAsync(probe!, end);
        await rig.Keeper.RunOnceAsync(CancellationToken.None);

        Assert.Equal(state, await rig.StateAsync());
        await rig.Queue.SubmitAsync(A.ModelJob());
        rig.Queue.Events.PublishReady(null);
        Assert.Equal(nextJobMayTry, await rig.ClaimAsync() is not null);
        Assert.Equal(nextJobMayTry && end != "done" ? "probing" : state.Split(' ')[0], (await rig.StateAsync()).Split(' ')[0]);
    }

    [Fact]
    public async Task Attempts_begun_before_it_opened_decide_nothing_while_the_probe_runs_but_a_success()
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 6);
        await rig.Queue.Queue.SubmitAllAsync([A.ModelJob(), A.ModelJob()], CancellationToken.None);
        var early = await rig.Queue.ClaimAsync("w1", 2, 60, JobKinds.OllamaGenerate);
        await rig.OpenAsync();
        await rig.RestAsync();
        await rig.Queue.SubmitAsync(A.ModelJob());
        Assert.NotNull(await rig.ClaimAsync());

        await rig.EndAsync(early[0], ErrorClass.ServerError);
        Assert.Equal("probing 4", await rig.StateAsync());
        await rig.EndAsync(early[1], "done");
        Assert.Equal("closed 0", await rig.StateAsync());
    }

    [Fact]
    public async Task A_late_failure_does_not_prolong_the_rest()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.Queue.SubmitAsync(A.ModelJob());
        var early = await rig.ClaimAsync();
        await rig.OpenAsync();
        await rig.RestAsync();

        await rig.EndAsync(early!, ErrorClass.ServerError);

        await rig.Queue.SubmitAsync(A.ModelJob());
        Assert.NotNull(await rig.ClaimAsync());
    }

    [Fact]
    public async Task A_sweep_that_looked_before_the_next_probe_leaves_it_alone()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.OpenAsync();
        await rig.RestAsync();
        await rig.Queue.SubmitAsync(A.ModelJob());
        Assert.NotNull(await rig.ClaimAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Keeper.RunOnceAsync(CancellationToken.None)));

        Assert.Equal("probing 3", await rig.StateAsync());
    }

    [Fact]
    public async Task It_survives_a_restart()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.OpenAsync();

        await using var restarted = CircuitRig.Core(rig.Database);
        await restarted.SubmitAsync(A.ModelJob());
        Assert.Empty(await restarted.ClaimAsync("w2", 1, 60, JobKinds.OllamaGenerate));
        await rig.RestAsync();
        restarted.Events.PublishReady(null);
        Assert.Single(await restarted.ClaimAsync("w2", 1, 60, JobKinds.OllamaGenerate));
    }

    [Fact]
    public async Task An_operator_closes_it()
    {
        await using var rig = await CircuitRig.CreateAsync();
        await rig.OpenAsync();

        Assert.True(await rig.Keeper.ResetAsync("d1", CancellationToken.None));
        Assert.False(await rig.Keeper.ResetAsync("nobody", CancellationToken.None));

        Assert.Equal("closed 0", await rig.StateAsync());
        await rig.Queue.SubmitAsync(A.ModelJob());
        Assert.NotNull(await rig.ClaimAsync());
    }

    [Fact]
    public async Task Opening_is_told_by_the_commit_and_not_before()
    {
        var later = new LaterHandler { Fails = true };
        await using var rig = await CircuitRig.CreateAsync();
        await using var queue = CircuitRig.Core(rig.Database, later);
        await queue.Queue.SubmitAllAsync([A.ModelJob(), A.ModelJob(), A.ModelJob()], CancellationToken.None);
        var claims = await queue.ClaimAsync("w1", 3, 60, JobKinds.OllamaGenerate);
        Core.Jobs.AttemptEnd[] ends = [.. claims.Select(static claim => Ends.Failed(claim.Id, claim.ClaimNo, "w1", "x", ErrorClass.ServerError))];

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.Recorder.RecordAsync(ends, CancellationToken.None).AsTask());
        Assert.Equal("closed 0", await rig.StateAsync());
        Assert.DoesNotContain(queue.Log.Events, static logged => logged.Id.Id == 2100);

        later.Fails = false;
        Assert.Equal([true, true, true], await queue.Recorder.RecordAsync(ends, CancellationToken.None));
        Assert.Equal("open 3", await rig.StateAsync());
        Assert.Single(queue.Log.Events, static logged => logged.Id.Id == 2100);
    }

    [Fact]
    public async Task Eight_recorders_with_the_same_devices_in_different_orders_do_not_lock_each_other_out()
    {
        await using var rig = await CircuitRig.CreateAsync(slots: 200, cores: 4);
        await rig.Database.AddDeviceAsync("d2", 200);
        await rig.Database.AddDeviceAsync("d3", 200);
        foreach (var core in rig.Cores)
        {
            core.Devices.Runs("a", "d3").Runs("b", "d2");
        }

        for (var round = 0; round < 5; round++)
        {
            await rig.Queue.Queue.SubmitAllAsync([.. Enumerable.Range(0, 90).Select(static i => A.ModelJob((i % 3) switch { 0 => "m", 1 => "a", _ => "b" }))], CancellationToken.None);
            var claims = await rig.Queue.ClaimAsync("w1", 90, 60, JobKinds.OllamaGenerate);
            var ends = claims.Select(static (claim, i) => i % 5 == 0
                ? (Core.Jobs.AttemptEnd)Ends.Done(claim.Id, claim.ClaimNo)
                : Ends.Failed(claim.Id, claim.ClaimNo, "w1", "x", i % 2 == 0 ? ErrorClass.Unreachable : ErrorClass.ServerError)).ToArray();
            var random = new Random(round);
            random.Shuffle(ends);

            var recorded = await Task.WhenAll(ends.Chunk(12).Select((chunk, i) => rig.Cores[i % 4].Recorder.RecordAsync(chunk, CancellationToken.None).AsTask()));

            Assert.All(recorded, static answers => Assert.All(answers, Assert.True));
            await rig.Database.ExecuteAsync("delete from jobs; delete from device_circuits; delete from worker_reach");
        }
    }

    /// <summary>What comes after the breaker in the transaction.</summary>
    private sealed class LaterHandler : Core.Jobs.IFinishHandler
    {
        public bool Fails { get; set; }

        public Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<Core.Jobs.EndedAttempt> attempts, CancellationToken cancellationToken) =>
            Fails ? throw new InvalidOperationException("no") : Task.FromResult<Action?>(null);
    }
}
