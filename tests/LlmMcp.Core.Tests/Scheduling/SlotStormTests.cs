using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Fleet.Circuits;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Scheduling;

/// <summary>
/// Slots by force: twelve claimers of four Cores, fixed and late-bound jobs, a device due for a probe, workers that vanish, limits
/// that change meanwhile. No device above its slots at any moment, no slot idle beside a job that could use it.
/// </summary>
public sealed class SlotStormTests
{
    private const string Oversold =
        """
        select count(*)
        from (select device_id, count(*) as n from jobs where status = 'running' group by device_id) running
        where running.n > (select count(*) from device_slots s where s.device_id = running.device_id)
        """;

    private const string WithoutItsSlot =
        """
        select count(*)
        from jobs j
        where j.status = 'running'
          and not exists (select from device_slots s where s.job_id = j.id and s.claim_no = j.claim_no and s.device_id = j.device_id)
        """;

    private static readonly string[] Kinds = [JobKinds.OllamaGenerate, JobKinds.OllamaChat, JobKinds.OpenAiChat];
    private static readonly (string Id, int Slots)[] Devices = [("one", 1), ("two", 2), ("three", 3), ("four", 4), ("sick", 3)];

    [Fact]
    public async Task No_slot_is_sold_twice_and_none_stays_idle()
    {
        await using var database = await CoreDatabase.CreateAsync();
        foreach (var (id, slots) in Devices)
        {
            await database.AddDeviceAsync(id, slots);
        }

        var cores = Enumerable.Range(0, 4).Select(_ => Core(database)).ToList();
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(database, over.Token);
        for (var round = 0; round < 10; round++)
        {
            var random = new Sequence(round + 1);
            await database.ExecuteAsync(
                """
                insert into device_circuits (device_id, state, failures, opened_at) values ('sick', 'open', 3, now() - interval '1 hour')
                on conflict (device_id) do update set state = 'open', failures = 3, opened_at = now() - interval '1 hour', probe_job_id = null, probe_claim_no = null
                """);
            await cores[0].Queue.SubmitAllAsync([.. Enumerable.Range(0, 60).Select(i => NewJob(i))], CancellationToken.None);
            var offers = Enumerable.Range(0, 12).Select(i => new TestOffer($"w{i}", Kinds, 3, 0)).ToList();

            var dispatching = Task.WhenAll(cores.Select((core, i) => core.DispatchAsync([.. offers.Where((_, n) => n % 4 == i)])));
            await ChangeLimitsAsync(database, random);
            await dispatching;
            await ChangeLimitsAsync(database, random);
            await SettleAsync(cores[0], offers);

            await AssertNothingIdleAsync(database);
            Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from jobs where status = 'running' and device_id = 'sick'"));
            await EndAllAsync(cores, offers, random);
            Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
            await database.ExecuteAsync("update jobs set run_at = null where status = 'queued'");
        }

        await over.CancelAsync();
        Assert.Empty(await watching);
        foreach (var core in cores)
        {
            await core.DisposeAsync();
        }
    }

    private static QueueRig Core(TestDatabase database)
    {
        var core = CircuitRig.Core(database);
        core.Devices.Runs("m", "one", "two").Runs("k", "three", "sick").Meets(
            "n",
            [
                .. Devices.Select(static (device, i) => new RouteCandidate(device.Id, Providers.Ollama, JobKinds.OllamaChat, $"model-{i}") { Preference = i / 2, Loaded = i % 2 == 0 }),
            ]);
        return core;
    }

    private static NewJob NewJob(int i) => (i % 3) switch
    {
        0 => A.LateJob(source: $"s{i % 4}") with { Priority = i % 2 },
        1 => A.ModelJob("m"),
        _ => A.ModelJob("k") with { MaxAttempts = 5 },
    };

    // As a round of probes does after an operator changed a limit.
    private static async Task ChangeLimitsAsync(TestDatabase database, Sequence random)
    {
        var writer = new FleetDatabaseWriter(database);
        foreach (var device in new[] { "two", "four" })
        {
            await database.ExecuteAsync(
                "insert into device_limits (device_id, max_concurrency) values ($1, $2) on conflict (device_id) do update set max_concurrency = excluded.max_concurrency",
                device, random.Next(1, 6));
        }

        await writer.WriteSlotsAsync();
    }

    private static async Task SettleAsync(QueueRig core, List<TestOffer> offers)
    {
        core.Events.PublishReady(null);
        await core.DispatchAsync([.. offers]);
    }

    private static async Task AssertNothingIdleAsync(TestDatabase database)
    {
        var idle = await database.ListAsync<string>(
            """
            select s.device_id
            from device_slots s
            left join device_circuits c on c.device_id = s.device_id
            where s.job_id is null and not s.retired and coalesce(c.state, 'closed') = 'closed'
            """);
        var waiting = await database.ListAsync<string>("select distinct block from jobs where status = 'queued' and run_at is null");

        Assert.True(idle.Count == 0 || !waiting.Exists(static block => block.StartsWith('~')), $"{string.Join(", ", idle)} idle while late-bound jobs wait");
        Assert.False(idle.Exists(static device => device is "one" or "two") && waiting.Exists(static block => block.Contains("|m|", StringComparison.Ordinal)), "idle beside m");
        Assert.False(idle.Contains("three") && waiting.Exists(static block => block.Contains("|k|", StringComparison.Ordinal)), "idle beside k");
    }

    private static async Task EndAllAsync(List<QueueRig> cores, List<TestOffer> offers, Sequence random)
    {
        var claims = offers.SelectMany(static offer => offer.Jobs.Select(job => (offer.WorkerId, Job: job, Way: 0))).Select(claim => claim with { Way = random.Next(0, 6) }).ToList();
        await Task.WhenAll(claims.Select((claim, i) => EndAsync(cores[i % cores.Count], claim.WorkerId, claim.Job, claim.Way)));
        await cores[0].Database.ExecuteAsync("update jobs set lease_until = now() - interval '1 ms' where status = 'running'");
        await Task.WhenAll(cores.Select(static core => core.Upkeep.ExpireLeasesAsync(CancellationToken.None)));
        while (await cores[0].Upkeep.ExpireLeasesAsync(CancellationToken.None) > 0)
        {
        }
    }

    private static Task EndAsync(QueueRig core, string worker, ClaimedJob job, int way) => way switch
    {
        0 or 1 => core.CompleteAsync(job.Id, job.ClaimNo, worker),
        2 => core.FailAsync(job.Id, job.ClaimNo, worker, ErrorClass.Overloaded),
        3 => core.ReleaseAsync(job.Id, job.ClaimNo, worker),
        4 => core.Queue.CancelAsync(job.Id, CancellationToken.None),
        // Its worker vanishes: the lease runs out.
        _ => Task.CompletedTask,
    };

    private static async Task<List<string>> WatchAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var (what, sql) in new[] { ("oversold", Oversold), ("without its slot", WithoutItsSlot) })
            {
                if (await database.ScalarAsync<long>(sql) is > 0 and var count)
                {
                    faults.Add($"{count} {what}");
                }
            }
        }

        return faults;
    }

    /// <summary>The part of a probing round that writes slots.</summary>
    private sealed class FleetDatabaseWriter(TestDatabase database)
    {
        public async Task WriteSlotsAsync()
        {
            await using var connection = await new Database(database.DataSource).OpenAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var sql in new[] { FleetSql.Lock, FleetSql.RemoveSlots, FleetSql.AddSlots, FleetSql.RetireSlots })
            {
                await using var command = new Npgsql.NpgsqlCommand(sql, connection).With("slots", 3).With("cloud_slots", 3);
                if (sql == FleetSql.Lock)
                {
                    command.Parameters.Clear();
                }

                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }
}
