using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Scheduling;

/// <summary>What a claim makes of a late-bound job, and what it looks up on the rows before it does.</summary>
public sealed class LateBindingTests
{
    private static readonly RouteCandidate Local = new("d1", Providers.Ollama, JobKinds.OllamaChat, "llama3.2:3b") { Why = "small tier" };
    private static readonly RouteCandidate Cloud = new("d2", Providers.OpenAi, JobKinds.OpenAiChat, "gpt-4o-mini") { Preference = 1, Why = "fallback" };
    private static readonly string[] Both = [JobKinds.OllamaChat, JobKinds.OpenAiChat];

    [Fact]
    public async Task A_claim_says_what_the_job_is()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local);
        var id = await rig.SubmitAsync(A.LateJob());

        var claim = await rig.ClaimOneAsync("w1", Both);

        Assert.Equal((JobKinds.OllamaChat, "d1"), (claim.Kind, claim.DeviceId));
        Assert.Contains("\"model\": \"llama3.2:3b\"", Encoding.UTF8.GetString(claim.Payload), StringComparison.Ordinal);
        Assert.Contains("\"prompt\": \"hi\"", Encoding.UTF8.GetString(claim.Payload), StringComparison.Ordinal);
        var job = await rig.ReadAsync(id);
        Assert.Equal((JobKinds.OllamaChat, "d1"), (job.Kind, job.DeviceId));
        Assert.Equal("~ n", await database.ScalarAsync<string>("select block from jobs"));
        Assert.Equal(
            """{"why": "small tier", "kind": "ollama.chat", "model": "llama3.2:3b", "claim_no": 1, "device_id": "d1"}""",
            await database.ScalarAsync<string>("select (route -> 'claims' -> 0)::text from jobs"));
        Assert.Equal("llama3.2:3b", await database.ScalarAsync<string>("select model from device_slots where job_id is not null"));
    }

    [Fact]
    public async Task A_retry_is_bound_anew_and_both_claims_are_remembered()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local, Cloud);
        var id = await rig.SubmitAsync(A.LateJob());
        var first = await rig.ClaimOneAsync("w1", Both);
        await rig.FailAsync(id, first.ClaimNo, errorClass: ErrorClass.ServerError);
        await database.ExecuteAsync("update devices set status = 'offline' where id = 'd1'");
        await rig.PromoteAsync(id);

        var second = await rig.ClaimOneAsync("w1", Both);

        Assert.Equal((JobKinds.OpenAiChat, "d2"), (second.Kind, second.DeviceId));
        Assert.Equal("""{"model": "gpt-4o-mini", "prompt": "hi"}""", Encoding.UTF8.GetString(second.Payload));
        Assert.Equal("[1, 2]", await database.ScalarAsync<string>("select jsonb_path_query_array(route, '$.claims[*].claim_no')::text from jobs"));
    }

    [Fact]
    public async Task Only_the_last_twenty_claims_are_remembered()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local);
        var id = await rig.SubmitAsync(A.LateJob() with { Route = """{"reasons": ["a"]}"""u8.ToArray() });
        for (var i = 0; i < 23; i++)
        {
            await rig.ReleaseAsync(id, (await rig.ClaimOneAsync("w1", Both)).ClaimNo);
        }

        Assert.Equal(20, await database.ScalarAsync<int>("select jsonb_array_length(route -> 'claims') from jobs"));
        Assert.Equal("4 23", await database.ScalarAsync<string>("select (route #>> '{claims,0,claim_no}') || ' ' || (route #>> '{claims,19,claim_no}') from jobs"));
        Assert.Equal("""["a"]""", await database.ScalarAsync<string>("select (route -> 'reasons')::text from jobs"));
    }

    [Fact]
    public async Task A_copy_of_a_job_forgets_the_claims_of_the_old_one()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local);
        var id = await rig.SubmitAsync(A.LateJob() with { Route = """{"reasons": ["a"]}"""u8.ToArray() });
        await rig.ClaimOneAsync("w1", Both);
        await rig.CompleteAsync(id, 1);

        var copy = Assert.IsType<RetryOutcome.Submitted>(await rig.Queue.RetryAsync(id, CancellationToken.None));

        Assert.Equal("""{"reasons": ["a"]}""", await database.ScalarAsync<string>("select route::text from jobs where id = $1", copy.JobId));
        Assert.Equal("d1", (await rig.ClaimOneAsync("w1", Both)).DeviceId);
    }

    [Fact]
    public async Task A_model_that_is_named_already_leaves_the_payload_as_it_is()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local with { Model = "unbound:latest" });
        await rig.SubmitAsync(A.LateJob() with { Payload = """{"model":"unbound:latest","n":1}"""u8.ToArray() });

        Assert.Equal("""{"n": 1, "model": "unbound:latest"}""", Encoding.UTF8.GetString((await rig.ClaimOneAsync("w1", Both)).Payload));
    }

    [Fact]
    public async Task A_worker_is_given_only_kinds_it_serves()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local, Cloud);
        await rig.SubmitAsync(A.LateJob());

        Assert.Equal("d2", (await rig.ClaimOneAsync("w1", JobKinds.OpenAiChat)).DeviceId);
    }

    [Fact]
    public async Task A_worker_is_given_only_devices_it_reaches()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local, Cloud);
        rig.Devices.Lost("w1", "d1");
        await rig.Queue.SubmitAllAsync([A.LateJob(), A.LateJob()], CancellationToken.None);

        Assert.Equal("d2", (await rig.ClaimOneAsync("w1", Both)).DeviceId);
        Assert.Equal("d1", (await rig.ClaimOneAsync("w2", Both)).DeviceId);
    }

    [Theory]
    [InlineData("update devices set status = 'offline' where id = 'd1'")]
    [InlineData("insert into device_circuits (device_id, state, failures, opened_at) values ('d1', 'open', 3, now())")]
    [InlineData("insert into models (provider, id) values ('ollama', 'llama3.2:3b'); insert into device_models (device_id, provider, model_id, forbidden) values ('d1', 'ollama', 'llama3.2:3b', 'deny_models')")]
    public async Task What_the_picture_does_not_know_yet_is_found_on_the_rows(string change)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local, Cloud);
        await rig.SubmitAsync(A.LateJob());
        var taker = rig.Get<ClaimTaker>();
        var (lane, head) = Assert.Single(await taker.ListLanesAsync(new Lane("", int.MinValue, "", ""), CancellationToken.None));
        var view = new LaneView(lane, WorkBlock.Parse(lane.Block), head, 1);

        // Planned while the device was well; then something happens to it.
        await database.ExecuteAsync(change);
        var claim = new SlotClaim([new LaneQuota(view, 1)], [new SlotQuota(Local, 1), new SlotQuota(Cloud, 1)]);
        var taken = await taker.TakeAsync("w1", 60, claim, CancellationToken.None);

        Assert.Equal("d2", Assert.Single(taken).DeviceId);
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
    }

    [Theory]
    [InlineData(null, false, 0, null)]
    [InlineData(null, false, 12.2, 313)]
    [InlineData(60, false, 12.2, 73)]
    [InlineData(60, true, 12.2, 60)]
    public async Task The_time_of_an_attempt_does_not_count_a_cold_load(int? stored, bool loaded, double load, int? told)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = await RigAsync(database, Local with { Loaded = loaded, ExpectedLoad = TimeSpan.FromSeconds(load) });
        await rig.SubmitAsync(A.LateJob() with { TimeoutSeconds = stored });

        Assert.Equal(told, (await rig.ClaimOneAsync("w1", Both)).AttemptSeconds);
    }

    private static async Task<QueueRig> RigAsync(TestDatabase database, params RouteCandidate[] candidates)
    {
        await database.AddDeviceAsync("d1", 1);
        await database.AddDeviceAsync("d2", 1);
        var rig = new QueueRig(database);
        rig.Devices.Meets("n", candidates);
        return rig;
    }
}
