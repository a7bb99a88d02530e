using LlmMcp.Contracts.V1;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Storage.Deployed;

/// <summary>What waited or ran in the deployed system comes to its end in Core, and its workers report to it.</summary>
public sealed class CarriedWorkTests : IAsyncLifetime
{
    private const string HeldByHttp = "20000000-0000-4000-8000-000000000001";
    private const string HeldByGrpc = "20000000-0000-4000-8000-000000000002";
    private const string OfLostHost = "20000000-0000-4000-8000-000000000003";
    private const string Killer = "20000000-0000-4000-8000-000000000004";
    private const string HeldByNobody = "20000000-0000-4000-8000-000000000005";
    private const string Worker = "worker-20260305101010.123456789";

    private TestDatabase database = null!;
    private TestCore core = null!;

    public async Task InitializeAsync()
    {
        database = await DeployedDatabase.CreateAsync("05");
        // Old jobs are removed by a test alone, not by the first round of the loop beside it.
        core = await TestCore.StartAsync(database, null, ("Jobs:RetentionDays", "0"));
    }

    public async Task DisposeAsync()
    {
        await core.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_holds_a_job_keeps_it_and_reports_its_result()
    {
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from device_slots where job_id = $1", Guid.Parse(HeldByHttp)));

        Assert.True(await OkAsync("heartbeat", $$"""{"worker_id":"{{Worker}}","job_id":"{{HeldByHttp}}","extend_seconds":60}"""));
        Assert.True(await OkAsync("complete", $$$"""{"worker_id":"{{{Worker}}}","job_id":"{{{HeldByHttp}}}","result":{"ok":true,"response":"late"},"metrics":{"ms":9}}"""));

        var job = await core.GetJsonAsync($"/v1/jobs/{HeldByHttp}");
        Assert.Equal(("done", "late", Worker), (job.GetProperty("status").GetString(), job.GetProperty("result").GetProperty("response").GetString(), job.GetProperty("worker_id").GetString()));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from device_slots where job_id is not null"));
        Assert.Equal(1, (await core.GetJsonAsync($"/v1/jobs/{HeldByHttp}/attempts")).GetProperty("attempts").GetArrayLength());
    }

    [Fact]
    public async Task Over_gRPC_too_and_only_the_newest_holder_is_believed()
    {
        Assert.False((await core.Grpc.CompleteJobAsync(new CompleteJobRequest { WorkerId = "worker-20260101000000.000000001", JobId = HeldByGrpc, ResultJson = "{}" })).Ok);
        Assert.True((await core.Grpc.HeartbeatAsync(new HeartbeatRequest { WorkerId = "gpu-worker", JobId = HeldByGrpc })).Ok);
        Assert.True((await core.Grpc.FailJobAsync(new FailJobRequest { WorkerId = "gpu-worker", JobId = HeldByGrpc, Error = "timed out" })).Ok);

        var job = await core.GetJsonAsync($"/v1/jobs/{HeldByGrpc}");
        Assert.Equal(("queued", 2, "timed out"), (job.GetProperty("status").GetString(), job.GetProperty("attempts").GetInt32(), job.GetProperty("error").GetString()));
        Assert.Equal(["error", "lost"], (await core.GetJsonAsync($"/v1/jobs/{HeldByGrpc}/attempts")).GetProperty("attempts").EnumerateArray().Select(static attempt => attempt.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_nobody_holds_waits_again_and_what_kills_its_workers_ends()
    {
        Assert.Equal("queued", await StatusAsync(OfLostHost));
        Assert.Equal("queued", await StatusAsync(HeldByNobody));
        Assert.Equal("running", await StatusAsync(Killer));

        // Its worker is not heard of again.
        await database.ExecuteAsync("update jobs set lease_until = now() - interval '1 second' where id = $1", Guid.Parse(Killer));
        await core.Get<JobUpkeep>().ExpireLeasesAsync(null, CancellationToken.None);

        Assert.Equal("error", await StatusAsync(Killer));
    }

    [Fact]
    public async Task Waiting_jobs_are_given_out_beside_newer_ones_of_their_source()
    {
        for (var i = 0; i < 20; i++)
        {
            await core.SubmitAsync("""{"kind":"echo","source":"a"}""");
        }

        var claimed = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            var job = (await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"gpu-worker","kinds":["echo"]}""")).GetProperty("job");
            claimed.Add(job.GetProperty("id").GetGuid());
        }

        Assert.Contains(Guid.Parse("f0000000-0000-4000-8000-000000000003"), claimed);
        Assert.Contains(Guid.Parse(HeldByNobody), claimed);
        // Its kind was empty, which the deployed worker runs as an echo; its deadline and its limit of attempts are such as may be.
        var odd = await core.GetJsonAsync("/v1/jobs/10000000-0000-4000-8000-000000000005");
        Assert.Equal(("echo", 1, 200), (odd.GetProperty("kind").GetString(), odd.GetProperty("max_attempts").GetInt32(), odd.GetProperty("source").GetString()!.Length));
    }

    [Fact]
    public async Task What_a_caller_asked_for_stays_and_what_the_router_chose_is_chosen_anew()
    {
        Assert.Equal(
            [
                "custom.render", "echo", "echo", "echo", "echo", "ollama.embed", "ollama.generate|llama3.2:3b|box.tail1.ts.net.", "ollama.generate|llama3.2:3b|six.tail1.ts.net.",
                "ollama.generate|qwen3:1.7b|", "openrouter.chat|z-ai/glm-4.7|",
            ],
            await database.ListAsync<string>("select block from jobs where status = 'queued' order by block collate \"C\""));

        var smart = await core.GetJsonAsync("/v1/jobs/10000000-0000-4000-8000-000000000002");
        Assert.Equal("""{"model": "qwen3:1.7b", "prompt": "smart", "thinking": true}""", smart.GetProperty("payload").GetRawText());
        // The router wrote the time of a quality as a deadline that nobody kept; it is the time of an attempt.
        Assert.Equal(60, smart.GetProperty("timeout_seconds").GetInt32());
        Assert.False(smart.TryGetProperty("deadline_at", out _));
        Assert.True((await core.GetJsonAsync("/v1/jobs/10000000-0000-4000-8000-000000000005")).TryGetProperty("deadline_at", out _));
    }

    [Fact]
    public async Task Newer_jobs_stand_first_in_lists()
    {
        var newest = await core.SubmitAsync();

        var page = (await core.GetJsonAsync("/v1/jobs?limit=3")).GetProperty("jobs");

        Assert.Equal(newest, page[0].GetProperty("id").GetGuid());
        Assert.Equal(3, page.GetArrayLength());
    }

    [Fact]
    public async Task Ended_jobs_stay_for_the_time_of_retention_from_the_change_on()
    {
        var (upkeep, now) = (core.Get<JobUpkeep>(), TimeProvider.System.GetUtcNow());
        Assert.Equal(0, await upkeep.RemoveOldAsync(7, now, CancellationToken.None));

        await database.ExecuteAsync("update carried_over set at = now() - interval '8 days'");
        var removed = 0L;
        while (await upkeep.RemoveOldAsync(7, now, CancellationToken.None) is > 0 and var batch)
        {
            removed += batch;
        }

        Assert.Equal(2, removed);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from jobs where finished_at < now() - interval '7 days'"));
        Assert.Equal(218, await database.ScalarAsync<long>("select count(*) from llm_mcp_deployed.jobs"));
    }

    [Fact]
    public async Task Nodes_that_no_look_finds_are_kept_for_a_month()
    {
        await core.Get<NodeWatch>().RunOnceAsync(CancellationToken.None);
        Assert.Equal(7, await database.ScalarAsync<long>("select count(*) from devices where origin = 'deployed'"));

        await database.ExecuteAsync("update devices set updated_at = now() - interval '31 days' where origin = 'deployed'");
        await core.Get<NodeWatch>().RunOnceAsync(CancellationToken.None);

        // A job still runs on the one that is left.
        Assert.Equal(["box.tail1.ts.net."], await database.ListAsync<string>("select id from devices where origin = 'deployed'"));
    }

    private async Task<bool> OkAsync(string call, string body) => (await core.PostForJsonAsync($"/v1/workers/{call}", body)).GetProperty("ok").GetBoolean();

    private async Task<string?> StatusAsync(string id) => (await core.GetJsonAsync($"/v1/jobs/{id}")).GetProperty("status").GetString();
}
