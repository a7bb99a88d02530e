using System.Net;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_scrape_tells_what_happened_in_valid_text()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.AddDeviceAsync("pi5", slots: 1);
        await database.AddModelAsync("pi5", "m:latest", tier: "small");
        await core.Get<Core.Fleet.FleetCache>().RefreshAsync(CancellationToken.None);
        await core.SubmitAsync("""{"kind":"a-kind-nobody-knows"}""");
        var job = await core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"m","prompt":"hi"}}""");
        await core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""");
        await database.ExecuteAsync("update jobs set queued_at = queued_at - interval '10 seconds' where kind = 'ollama.generate'");
        await core.PostAsync("/v1/workers/complete", $$"""
            {"worker_id":"w1","job_id":"{{job}}","result":{"response":"x"},"metrics":{"model":"m","provider":"ollama","tokens_in":3,"tokens_out":5,"ms":700,"ttft_ms":300} }
            """);
        await core.PostAsync("/v1/discovery/run", "");
        await core.Get<PulseLoop>().RunOnceAsync(CancellationToken.None);

        using var response = await core.Http.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();
        var page = new PrometheusPage(text).Samples;

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(1, page["""llmcore_jobs_created_total{kind="other"}"""]);
        Assert.Equal(1, page["""llmcore_jobs_created_total{kind="ollama.generate"}"""]);
        Assert.Equal(1, page["""llmcore_jobs_ended_total{status="done"}"""]);
        Assert.Equal(1, page["""llmcore_chat_requests_total{model="m:latest",provider="pi5",status="ok"}"""]);
        Assert.Equal(5, page["""llmcore_chat_tokens_total{direction="output",model="m:latest",provider="pi5"}"""]);
        Assert.Equal(1, page["""llmcore_chat_duration_seconds_bucket{model="m:latest",provider="pi5",le="1"}"""]);
        Assert.Equal(1, page["""llmcore_queue_jobs{kind="other",status="queued"}"""]);
        Assert.Equal(1, page["""llmcore_slots{device="pi5"}"""]);
        Assert.Equal(1, page["llmcore_claim_wait_seconds_count"]);
        Assert.Equal(1, page["llmcore_devices_online"]);
        Assert.Equal(1, page["llmcore_database_up"]);
        Assert.InRange(page["""llmcore_discovery_runs_total{status="ok"}"""], 1, 2);
        Assert.Equal(page["""llmcore_discovery_runs_total{status="ok"}"""], page["llmcore_discovery_duration_seconds_count"]);
        const string Served = "gen_ai_operation_name=\"text_completion\",gen_ai_provider_name=\"ollama\",gen_ai_response_model=\"m:latest\"";
        Assert.InRange(page[$"gen_ai_server_request_duration_seconds_sum{{{Served}}}"], 10, 60);
        Assert.Equal(0.4, page[$"gen_ai_server_request_duration_seconds_sum{{{Served}}}"] - page[$"gen_ai_server_time_to_first_token_seconds_sum{{{Served}}}"], 6);
        Assert.Equal(0.1, page[$"gen_ai_server_time_per_output_token_seconds_sum{{{Served}}}"], 6);
        Assert.True(page.Keys.Any(static key => key.StartsWith("http_server_request_duration_seconds_count{method=\"POST\",route=\"/v1/jobs", StringComparison.Ordinal)), text);
        await Promtool.AgreesAsync(text, "check", "metrics");
    }

    [Fact]
    public async Task Whatever_workers_call_an_error_there_is_one_series_for_what_is_not_known()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.AddDeviceAsync("pi5", slots: 1);
        await database.AddModelAsync("pi5", "m:latest", tier: "small");
        await core.Get<Core.Fleet.FleetCache>().RefreshAsync(CancellationToken.None);
        foreach (var error in new[] { "request", "line 17", "line 18" })
        {
            var job = await core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"m","prompt":"hi"},"max_attempts":1}""");
            await core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""");
            using var failed = await core.PostAsync("/v1/workers/fail", $$"""{"worker_id":"w1","job_id":"{{job}}","error":"it broke","error_class":"{{error}}"}""");
            Assert.True(failed.IsSuccessStatusCode, await failed.Content.ReadAsStringAsync());
        }

        var page = new PrometheusPage(await core.Http.GetStringAsync("/metrics")).Samples;

        var errors = page.Where(static sample => sample.Key.StartsWith("gen_ai_server_request_duration_seconds_count{error_type=", StringComparison.Ordinal))
            .ToDictionary(static sample => sample.Key.Split('"')[1], static sample => sample.Value);
        Assert.Equal(new Dictionary<string, double> { ["_OTHER"] = 2, ["request"] = 1 }, errors);
    }

    [Fact]
    public async Task An_end_that_could_not_be_committed_is_counted_once_it_is()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.AddDeviceAsync("pi5", slots: 1);
        await core.Get<Core.Fleet.FleetCache>().RefreshAsync(CancellationToken.None);
        var job = await core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"m","prompt":"hi","device_id":"pi5"}}""");
        await core.PostAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""");
        await database.ExecuteAsync(
            """
            create function full_disk() returns trigger language plpgsql as $$ begin raise 'the disk is full' using errcode = '53100'; end $$;
            create constraint trigger at_commit after update on jobs deferrable initially deferred for each row execute function full_disk();
            """);

        using var lost = await CompleteAsync();
        await database.ExecuteAsync("drop trigger at_commit on jobs");
        using var stored = await CompleteAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (lost.StatusCode, stored.StatusCode));
        var page = new PrometheusPage(await core.Http.GetStringAsync("/metrics")).Samples;
        Assert.Equal(1, page.Where(static sample => sample.Key.StartsWith("gen_ai_server_request_duration_seconds_count", StringComparison.Ordinal)).Sum(static sample => sample.Value));
        Assert.Equal(1, page.Where(static sample => sample.Key.StartsWith("llmcore_chat_requests_total", StringComparison.Ordinal)).Sum(static sample => sample.Value));

        Task<HttpResponseMessage> CompleteAsync() => core.PostAsync("/v1/workers/complete", $$"""
            {"worker_id":"w1","job_id":"{{job}}","result":{"response":"x"},"metrics":{"model":"m","provider":"ollama","tokens_in":3,"tokens_out":5,"ms":700} }
            """);
    }
}
