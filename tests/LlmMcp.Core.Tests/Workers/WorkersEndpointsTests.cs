using System.Net;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers;

public sealed class WorkersEndpointsTests : CoreTest
{
    [Fact]
    public async Task Registering_names_the_worker_and_is_one_row_however_often()
    {
        Assert.Equal("w1", (await PostAsync("register", """{"worker":{"id":"w1","name":"n","platform":"linux","arch":"arm64","host":"h","tags":{"a":1}}}""")).GetProperty("worker_id").GetString());
        Assert.Equal("w1", (await PostAsync("register", """{"Worker":{"ID":"w1"}}""")).GetProperty("worker_id").GetString());
        Assert.StartsWith("worker-", (await PostAsync("register", """{"worker":{"id":" "}}""")).GetProperty("worker_id").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("worker-", (await PostAsync("register", "{}")).GetProperty("worker_id").GetString(), StringComparison.Ordinal);

        Assert.Equal(1, await Database.ScalarAsync<long>("select count(*) from workers where id = 'w1' and tags = '{}'"));
        Assert.Equal(3, (await Core.GetJsonAsync("/v1/workers")).GetProperty("workers").GetArrayLength());
    }

    [Theory]
    [InlineData("claim", "{}", "worker_id_required", "worker_id")]
    [InlineData("claim", """{"worker_id":"  "}""", "worker_id_required", "worker_id")]
    [InlineData("claim", """{"worker_id":"a\u0000"}""", "worker_id_required", "worker_id")]
    [InlineData("claim", """{"worker_id":"w","max_jobs":1001}""", "invalid_max_jobs", "max_jobs")]
    [InlineData("claim", """{"worker_id":"w","max_jobs":-1}""", "invalid_max_jobs", "max_jobs")]
    [InlineData("claim", """{"worker_id":"w","wait_seconds":61}""", "invalid_wait_seconds", "wait_seconds")]
    [InlineData("claim", """{"worker_id":"w","wait_seconds":-0.1}""", "invalid_wait_seconds", "wait_seconds")]
    [InlineData("claim", """{"worker_id":"w","kinds":"echo"}""", "invalid_json", "kinds")]
    [InlineData("complete", """{"job_id":"x"}""", "worker_id_job_id_required", "worker_id")]
    [InlineData("complete", """{"worker_id":"w"}""", "worker_id_job_id_required", "job_id")]
    [InlineData("complete", """{"worker_id":"w","job_id":"x","result":"\u0000"}""", "invalid_result", "result")]
    [InlineData("fail", """{"worker_id":"w","job_id":""}""", "worker_id_job_id_required", "job_id")]
    [InlineData("heartbeat", """{"worker_id":"","job_id":"x"}""", "worker_id_job_id_required", "worker_id")]
    [InlineData("release", "{}", "worker_id_job_id_required", "worker_id")]
    public async Task What_a_worker_must_say_is_asked_for_by_name(string path, string body, string code, string field)
    {
        using var response = await Core.PostAsync($"/v1/workers/{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((code, field), (problem.GetProperty("error").GetString(), problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Nothing_to_claim_is_an_empty_object()
    {
        using var response = await Core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["echo"]}""");

        Assert.Equal("{}\n", await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"jobs":[]}""", (await PostAsync("claim", """{"worker_id":"w1","max_jobs":5}""")).GetRawText());
    }

    [Fact]
    public async Task A_claim_is_the_job_object_with_its_fence()
    {
        var id = await Core.SubmitAsync("""{"kind":"custom","payload":{"x":1}}""");

        var job = (await PostAsync("claim", """{"WORKER_ID":"w1","Kinds":["custom"],"lease_seconds":120}""")).GetProperty("job");

        Assert.Equal((id, "running", 1, 1), (job.GetProperty("id").GetGuid(), job.GetProperty("status").GetString(), job.GetProperty("attempts").GetInt32(), job.GetProperty("claim_no").GetInt32()));
        Assert.Equal("""{"x": 1}""", job.GetProperty("payload").GetRawText());
        Assert.Equal(120, await Database.ScalarAsync<double>("select extract(epoch from lease_until - started_at)::double precision from jobs"), 3);
    }

    [Fact]
    public async Task An_old_worker_gets_the_kinds_of_its_system_only()
    {
        await Core.SubmitAsync("""{"kind":"custom"}""");
        await Core.SubmitAsync("""{"kind":"something.else"}""");
        Assert.Equal("{}", (await PostAsync("claim", """{"worker_id":"old"}""")).GetRawText());
        Assert.Equal("{}", (await PostAsync("claim", """{"worker_id":"old","kinds":[]}""")).GetRawText());
        var echo = await Core.SubmitAsync();

        Assert.Equal(echo, (await PostAsync("claim", """{"worker_id":"old","kinds":[]}""")).GetProperty("job").GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task An_old_worker_finds_its_node_in_the_payload_and_the_stored_one_stays()
    {
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        await using var fleet = await TestCore.StartAsync(Database, null, ("Fleet:OllamaBaseUrl", node.Url.ToString()));
        await fleet.Get<NodeWatch>().RunOnceAsync(CancellationToken.None);
        var device = fleet.Get<FleetCache>().Current.Online(Providers.Ollama).Single().Id;
        var id = await fleet.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"hi"}}""");

        var job = (await fleet.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"old"}""")).GetProperty("job");

        var payload = job.GetProperty("payload");
        Assert.Equal((node.Url.Authority, "", device), (payload.GetProperty("ollama_addr").GetString(), payload.GetProperty("ollama_host").GetString(), payload.GetProperty("device_id").GetString()));
        Assert.Equal(("small", 0m, 0m), (payload.GetProperty("_tier").GetString(), payload.GetProperty("_price_in_1m").GetDecimal(), payload.GetProperty("_price_out_1m").GetDecimal()));
        Assert.Equal(device, job.GetProperty("device_id").GetString());
        Assert.NotEqual(payload.GetRawText(), await Database.ScalarAsync<string>("select payload::text from jobs where id = $1", id));
        Assert.Equal("{}", (await fleet.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"old"}""")).GetRawText());
    }

    [Fact]
    public async Task A_claim_can_wait_for_its_job()
    {
        var claiming = PostAsync("claim", """{"worker_id":"w1","kinds":["echo"],"wait_seconds":30}""");
        var id = await Core.SubmitAsync();

        Assert.Equal(id, (await claiming.WaitAsync(TimeSpan.FromSeconds(20))).GetProperty("job").GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Many_jobs_come_in_one_answer()
    {
        await Core.PostForJsonAsync("/v1/jobs/batch", """{"jobs":[{"kind":"echo"},{"kind":"echo"},{"kind":"echo"}]}""");

        Assert.Equal(2, (await PostAsync("claim", """{"worker_id":"w1","max_jobs":2}""")).GetProperty("jobs").GetArrayLength());
    }

    [Fact]
    public async Task Reports_say_ok_or_why_not()
    {
        var id = await Core.SubmitAsync("""{"kind":"echo","max_attempts":5}""");
        await PostAsync("claim", """{"worker_id":"w1"}""");

        Assert.Equal("""{"ok":false,"reason":"lease_lost"}""", await ReportAsync("complete", id, "w2"));
        Assert.Equal("""{"ok":false,"reason":"lease_lost"}""", await ReportAsync("complete", id, "w1", ",\"claim_no\":9"));
        Assert.Equal("""{"ok":false,"reason":"lease_lost"}""", await ReportAsync("heartbeat", id, "w2"));
        var before = await Database.NowAsync();
        Assert.Equal("""{"ok":true}""", await ReportAsync("heartbeat", id, "w1"));
        Assert.InRange(await Database.ScalarAsync<DateTime>("select lease_until from jobs"), before.AddSeconds(30), (await Database.NowAsync()).AddSeconds(30));
        Assert.Equal("""{"ok":true}""", await ReportAsync("release", id, "w1", ",\"claim_no\":1"));
        await PostAsync("claim", """{"worker_id":"w1"}""");
        Assert.Equal("""{"ok":true}""", await ReportAsync("fail", id, "w1", ",\"error\":\"no\",\"error_class\":\"request\""));
        Assert.Equal("""{"ok":false,"reason":"lease_lost"}""", await ReportAsync("fail", id, "w1"));
        Assert.Equal("""{"ok":false,"reason":"lease_lost"}""", await ReportAsync("complete", Guid.CreateVersion7(), "w1"));
        Assert.Equal("error no", await Database.ScalarAsync<string>("select status || ' ' || error from jobs"));
    }

    [Fact]
    public async Task A_failure_of_an_unknown_job_is_not_found()
    {
        using var response = await Core.PostAsync("/v1/workers/fail", $$"""{"worker_id":"w1","job_id":"{{Guid.CreateVersion7()}}"}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_completed_job_keeps_result_and_metrics()
    {
        var id = await Core.SubmitAsync();
        await PostAsync("claim", """{"worker_id":"w1"}""");

        Assert.Equal("""{"ok":true}""", await ReportAsync("complete", id, "w1", """,\"result\":{\"a\":[1,2]},\"metrics\":{\"ms\":3}""".Replace("\\", "", StringComparison.Ordinal)));

        Assert.Equal("""{"a": [1, 2]} {"ms": 3}""", await Database.ScalarAsync<string>("select j.result::text || ' ' || a.metrics::text from jobs j join job_attempts a on a.job_id = j.id"));
    }

    [Fact]
    public async Task Workers_silent_for_ten_minutes_are_offline_and_forgotten_after_a_week()
    {
        await Database.ExecuteAsync("insert into workers (id, last_seen) values ('fresh', now()), ('silent', now() - interval '11 min'), ('gone', now() - interval '8 days')");
        var registry = Core.Get<LlmMcp.Core.Workers.WorkerRegistry>();

        await registry.TidyAsync(CancellationToken.None);

        Assert.Equal(["fresh online", "silent offline"], await Database.ListAsync<string>("select id || ' ' || status from workers order by id"));
    }

    private Task<JsonElement> PostAsync(string path, string body) => Core.PostForJsonAsync($"/v1/workers/{path}", body);

    private async Task<string> ReportAsync(string path, Guid id, string worker, string more = "")
    {
        using var response = await Core.PostAsync($"/v1/workers/{path}", $$"""{"worker_id":"{{worker}}","job_id":"{{id}}"{{more}}}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimEnd('\n');
    }
}
