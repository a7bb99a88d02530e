using System.Text.Json;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Dashboard;

public sealed class DashboardTests : CoreTest
{
    [Fact]
    public async Task An_empty_system_answers_every_key_and_no_nulls_for_lists()
    {
        var view = await Core.GetJsonAsync("/v1/dashboard");

        Assert.Equal(
            "jobs benchmarks running_jobs devices hosts workers_online issues issue_details costs models_count queue slots throughput cloud updated_at",
            string.Join(' ', view.EnumerateObject().Select(static property => property.Name)));
        Assert.All(["running_jobs", "devices", "hosts", "issues"], list => Assert.Equal(0, view.GetProperty(list).GetArrayLength()));
        Assert.Equal("{}", view.GetProperty("jobs").GetRawText());
        Assert.Equal("""{"today":0,"week":0,"month":0}""", view.GetProperty("costs").GetRawText());
    }

    [Fact]
    public async Task It_shows_what_runs_waits_and_ended_and_who_works()
    {
        await Database.AddDeviceAsync("pi5", slots: 1);
        await Database.ExecuteAsync(
            """
            with model as (insert into models (provider, id, tier) values ('ollama', 'm', 'small'))
            insert into device_models (device_id, provider, model_id, loaded) values ('pi5', 'ollama', 'm', true)
            """);
        await Core.Get<FleetCache>().RefreshAsync(CancellationToken.None);
        await Core.SubmitAsync("""{"kind":"benchmark.ollama.embed","payload":{"model":"other"},"source":"bench"}""");
        await Core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"m","prompt":"hi"},"source":"chat"}""");
        var echo = await Core.SubmitAsync();
        await Core.PostAsync("/v1/workers/register", """{"worker":{"id":"w1"}}""");
        var claimed = (await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""")).GetProperty("job");
        await Core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["echo"]}""");
        await Core.PostAsync("/v1/workers/complete", $$"""{"worker_id":"w1","job_id":"{{echo}}","result":{} }""");
        await Database.ExecuteAsync("insert into llm_costs (provider, model_id, cost_usd, created_at) values ('openai', 'x', 0.25, now()), ('openai', 'x', 0.5, now() - interval '2 days')");

        var view = await Core.GetJsonAsync("/v1/dashboard");

        Assert.Equal("""{"queued":1,"running":1,"done":1}""", view.GetProperty("jobs").GetRawText());
        Assert.Equal("""{"queued":1}""", view.GetProperty("benchmarks").GetRawText());
        Assert.Equal(1, view.GetProperty("workers_online").GetInt32());
        Assert.Equal((0.25m, 0.75m), (view.GetProperty("costs").GetProperty("today").GetDecimal(), view.GetProperty("costs").GetProperty("month").GetDecimal()));
        var running = Assert.Single(view.GetProperty("running_jobs").EnumerateArray());
        Assert.Equal((claimed.GetProperty("id").GetString(), "m", "ollama", "pi5"), (Text(running, "id"), Text(running, "model"), Text(running, "provider"), Text(running, "device_id")));
        var device = Assert.Single(view.GetProperty("devices").EnumerateArray());
        Assert.Equal(("pi5", 1, """{"total":1,"used":1}""", """["m"]""", "ok"), (Text(device, "id"), device.GetProperty("running_jobs").GetInt32(), device.GetProperty("slots").GetRawText(), device.GetProperty("loaded").GetRawText(), Text(device, "circuit")));
        Assert.Equal(1, Assert.Single(view.GetProperty("hosts").EnumerateArray()).GetProperty("total_slots").GetInt32());
        Assert.Equal("other:latest", Text(Assert.Single(view.GetProperty("queue").GetProperty("by_model").EnumerateArray()), "model"));
        Assert.Equal(3, view.GetProperty("throughput").EnumerateArray().Sum(static minute => minute.GetProperty("submitted").GetInt32()));
        Assert.Equal(1, view.GetProperty("models_count").GetInt32());
    }

    [Fact]
    public async Task Who_asks_within_a_second_shares_one_look()
    {
        var cache = Core.Get<DashboardCache>();

        var states = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.GetAsync(CancellationToken.None)));

        Assert.Single(states.Distinct());
        Assert.Equal(states[0].Json.ToArray(), await Core.Http.GetByteArrayAsync("/v1/dashboard"));
    }

    private static string Text(JsonElement element, string key) => element.GetProperty(key).GetString()!;
}
