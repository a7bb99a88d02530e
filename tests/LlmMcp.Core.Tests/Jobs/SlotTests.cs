using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Jobs;

/// <summary>Slots are taken with the claim, freed on every way a job can end or return, never oversold, never left idle.</summary>
public sealed class SlotTests
{
    public static TheoryData<string> WaysOut => new("done", "failed", "last failure", "released", "canceled", "lease", "deadline", "worker lost", "device gone", "unnamed");

    [Fact]
    public async Task A_claim_takes_the_slot_with_the_job()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 1);
        var id = await rig.SubmitAsync(A.ModelJob());

        var claim = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);

        Assert.Equal("d1", claim.DeviceId);
        Assert.Equal($"{id} 1", await database.ScalarAsync<string>("select job_id || ' ' || claim_no from device_slots where job_id is not null"));
        await rig.SubmitAsync(A.ModelJob());
        Assert.Empty(await rig.ClaimAsync("w2", 1, 60, JobKinds.OllamaGenerate));
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task Every_way_out_frees_the_slot(string way)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 1);
        var id = await rig.SubmitAsync(A.ModelJob() with { MaxAttempts = way == "last failure" ? 1 : 3 });
        var session = Guid.CreateVersion7();
        await database.ExecuteAsync("insert into workers (id, session_id) values ('w1', $1)", session);
        var claim = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);

        await LeaveAsync(rig, way, id, claim.ClaimNo, session);

        Assert.NotEqual(JobStatus.Running, (await rig.ReadAsync(id)).Status);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
        Assert.Equal("d1", await database.ScalarAsync<string>("select device_id from job_attempts"));
        Assert.Equal(0, await rig.Upkeep.FreeStraySlotsAsync(CancellationToken.None));
        await rig.SubmitAsync(A.ModelJob());
        Assert.Single(await rig.ClaimAsync("w2", 1, 60, JobKinds.OllamaGenerate));
    }

    [Fact]
    public async Task Twelve_claimers_of_four_Cores_over_two_devices_neither_oversell_nor_leave_a_slot_idle()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("small", 1);
        await database.AddDeviceAsync("large", 3);
        var rigs = Enumerable.Range(0, 4).Select(_ => new QueueRig(database)).ToList();
        rigs.ForEach(static rig => rig.Devices.Runs("m", "small", "large"));
        for (var round = 0; round < 12; round++)
        {
            await rigs[0].Queue.SubmitAllAsync([.. Enumerable.Range(0, 8).Select(_ => A.ModelJob())], CancellationToken.None);
            var offers = Enumerable.Range(0, 12).Select(i => new TestOffer($"w{i}", [JobKinds.OllamaGenerate], 1, 0)).ToList();

            await Task.WhenAll(rigs.Select((rig, i) => rig.DispatchAsync([.. offers.Where((_, n) => n % 4 == i)])));
            // A Core may have skipped what another had locked just then; its poll comes again.
            await rigs[0].DispatchAsync([.. offers]);

            var claims = offers.SelectMany(offer => offer.Jobs.Select(job => (offer.WorkerId, Job: job))).ToList();
            Assert.Equal(4, claims.Count);
            Assert.Equal(1, claims.Count(static claim => claim.Job.DeviceId == "small"));
            Assert.Equal(4, claims.Select(static claim => claim.Job.Id).Distinct().Count());
            Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from jobs where status = 'running'"));
            Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from device_slots s join jobs j on j.id = s.job_id and j.claim_no = s.claim_no and j.device_id = s.device_id"));
            foreach (var (worker, job) in claims)
            {
                Assert.True(await rigs[0].CompleteAsync(job.Id, job.ClaimNo, worker));
            }

            await database.ExecuteAsync("delete from jobs");
        }

        foreach (var rig in rigs)
        {
            await rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_cancel_that_waited_for_the_claim_leaves_no_slot_behind()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 1);
        var id = await rig.SubmitAsync(A.ModelJob());

        // A claim of another Core, caught between its statement and its commit.
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var claim = new NpgsqlCommand(
            """
            with slot as (update device_slots set job_id = $1, claim_no = 1 where device_id = 'd1' and slot = 1)
            update jobs set status = 'running', worker_id = 'w1', device_id = 'd1', claim_no = 1, attempts = 1, started_at = now(), lease_until = now() + interval '1 min' where id = $1
            """, connection) { Parameters = { new() { Value = id } } })
        {
            await claim.ExecuteNonQueryAsync();
        }

        var canceling = rig.Queue.CancelAsync(id, CancellationToken.None);
        await database.UntilAsync("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
        await transaction.CommitAsync();
        Assert.IsType<CancelOutcome.Canceled>(await canceling);
        await rig.Upkeep.FreeStraySlotsAsync(CancellationToken.None);

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
        await rig.SubmitAsync(A.ModelJob());
        Assert.Single(await rig.ClaimAsync("w2", 1, 60, JobKinds.OllamaGenerate));
    }

    [Fact]
    public async Task Slots_of_running_claims_are_not_taken_for_strays()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 3);
        await rig.Queue.SubmitAllAsync([A.ModelJob(), A.ModelJob()], CancellationToken.None);
        await rig.ClaimAsync("w1", 2, 60, JobKinds.OllamaGenerate);

        Assert.Equal(0, await rig.Upkeep.FreeStraySlotsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Slots_of_a_job_that_no_longer_exists_become_free()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 2);
        await database.ExecuteAsync("update device_slots set job_id = gen_random_uuid(), claim_no = 1 where slot = 1");

        Assert.Equal(1, await rig.Upkeep.FreeStraySlotsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_device_that_is_offline_gets_nothing()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 1);
        await database.ExecuteAsync("update devices set status = 'offline'");
        await rig.SubmitAsync(A.ModelJob());

        Assert.Empty(await rig.ClaimAsync("w1", 1, 60, JobKinds.OllamaGenerate));
    }

    [Fact]
    public async Task A_lane_another_Core_has_emptied_does_not_hide_a_job_that_could_run()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, 1);
        await using var other = new QueueRig(database);
        rig.Devices.Runs("n", "d1");
        var urgent = await rig.SubmitAsync(A.ModelJob() with { Priority = 5 });
        var waiting = await rig.SubmitAsync(A.ModelJob("n"));
        await other.Queue.CancelAsync(urgent, CancellationToken.None);
        var offer = new TestOffer("w1", [JobKinds.OllamaGenerate], 1, 0);
        rig.Dispatcher.Offer(offer);

        // One round, as for a claim call that wants its answer now.
        await rig.Dispatcher.RunOnceAsync(CancellationToken.None);

        Assert.Equal(waiting, Assert.Single(offer.Jobs).Id);
        Assert.Equal(0, offer.Nothings);
    }

    private static async Task<QueueRig> RigAsync(TestDatabase database, int slots)
    {
        await database.AddDeviceAsync("d1", slots);
        var rig = new QueueRig(database);
        rig.Devices.Runs("m", "d1");
        return rig;
    }

    private static async Task LeaveAsync(QueueRig rig, string way, Guid id, long claimNo, Guid session)
    {
        switch (way)
        {
            case "done":
                await rig.CompleteAsync(id, claimNo);
                break;
            case "failed" or "last failure":
                await rig.FailAsync(id, claimNo);
                break;
            case "released":
                await rig.ReleaseAsync(id, claimNo);
                break;
            case "canceled":
                await rig.Queue.CancelAsync(id, CancellationToken.None);
                break;
            case "lease":
                await rig.Database.ExecuteAsync("update jobs set lease_until = now() - interval '1 ms'");
                await rig.Upkeep.ExpireLeasesAsync(CancellationToken.None);
                break;
            case "deadline":
                await rig.Database.ExecuteAsync("update jobs set deadline_at = now() - interval '1 ms'");
                await rig.Upkeep.EnforceDeadlinesAsync(CancellationToken.None);
                break;
            case "worker lost":
                await rig.Upkeep.TakeBackFromWorkerAsync("w1", session, CancellationToken.None);
                break;
            case "device gone":
                await rig.Upkeep.TakeBackFromDevicesAsync(["d1"], CancellationToken.None);
                break;
            case "unnamed":
                await rig.Upkeep.TakeBackUnnamedAsync("w1", [], CancellationToken.None);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way), way, "Unknown way out.");
        }
    }
}
