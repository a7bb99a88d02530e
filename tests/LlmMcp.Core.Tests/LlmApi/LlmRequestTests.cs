using System.Net;
using System.Text;
using System.Text.Json;

namespace LlmMcp.Core.Tests.LlmApi;

public sealed class LlmRequestTests(RunningCore core) : IClassFixture<RunningCore>
{
    [Fact]
    public async Task A_request_becomes_a_job_that_knows_why_it_goes_where()
    {
        var (status, accepted) = await PostAsync("/v1/llm/request", """{"prompt":"Why is the sky blue?","temperature":0.2,"source":"test","priority":3,"quality":"economy"}""");
        var (_, job) = await GetAsync($"/v1/jobs/{accepted.GetProperty("job_id").GetString()}?explain=1");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(("ollama", "ollama.generate"), (Text(accepted, "provider"), Text(accepted, "kind")));
        Assert.Equal("queued", Text(job, "status"));
        Assert.Equal(3, job.GetProperty("priority").GetInt32());
        Assert.Equal("""{"model": "llama3.2:3b", "prompt": "Why is the sky blue?", "temperature": 0.2}""".Replace(" ", "", StringComparison.Ordinal),
            job.GetProperty("payload").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("tier small", job.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_routed_job_waits_under_its_need_and_shows_its_candidates()
    {
        var (_, accepted) = await PostAsync("/v1/llm/request", """{"quality":"economy","prompt":"x","source":"explain"}""");
        var (_, job) = await GetAsync($"/v1/jobs/{Text(accepted, "job_id")}?explain=1");

        var route = job.GetProperty("route");
        Assert.Equal(("smart", "ollama.generate", "llama3.2:3b"), (Text(route, "mode"), Text(route, "kind"), Text(route, "model")));
        Assert.Equal((core.DeviceId, "small"), Assert.Single(route.GetProperty("candidates").EnumerateArray()) is var first ? (Text(first, "device"), Text(first, "tier")) : default);
        Assert.Equal(30, job.GetProperty("timeout_seconds").GetInt32());
        Assert.False((await GetAsync($"/v1/jobs/{Text(accepted, "job_id")}")).Body.TryGetProperty("route", out _));
    }

    [Fact]
    public async Task A_dry_run_decides_as_a_request_and_queues_nothing()
    {
        var (status, route) = await PostAsync("/v1/llm/route", """{"quality":"economy","prompt":"x","source":"dry-run"}""");
        var (_, named) = await PostAsync("/v1/llm/route", """{"provider":"openai","model":"unpriced","prompt":"x"}""");
        var (_, jobs) = await GetAsync("/v1/jobs?source=dry-run");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("smart", Text(route, "mode"));
        Assert.Equal($$"""{"provider":"ollama","kind":"ollama.generate","model":"llama3.2:3b","device":"{{core.DeviceId}}"}""", route.GetProperty("decision").GetRawText());
        Assert.Equal((256, 256, 30, 0d, 0), (
            route.GetProperty("estimated_tokens").GetInt32(), route.GetProperty("context_class").GetInt32(), route.GetProperty("timeout_seconds").GetInt32(),
            route.GetProperty("expected_wait_seconds").GetDouble(), route.GetProperty("expected_cost_usd").GetInt32()));
        Assert.False(route.GetProperty("waiting").GetBoolean());
        Assert.NotEmpty(route.GetProperty("reasons").EnumerateArray());
        Assert.Empty(route.GetProperty("rejected").EnumerateArray());
        Assert.False(named.TryGetProperty("expected_cost_usd", out _) || named.TryGetProperty("context_class", out _) || named.TryGetProperty("timeout_seconds", out _));
        Assert.Empty(jobs.GetProperty("jobs").EnumerateArray());
    }

    [Theory]
    [InlineData("/v1/llm/request")]
    [InlineData("/v1/llm/route")]
    public async Task Both_doors_refuse_with_the_same_word(string path)
    {
        var (status, problem) = await PostAsync(path, """{"quality":"max","prompt":"x"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "routing_failed", "no_model_available: quality=max"), (status, Text(problem, "error"), Text(problem, "message")));
        Assert.Equal("constraints.max_cost_usd", Text((await PostAsync(path, """{"prompt":"x","constraints":{"max_cost_usd":-1}}""")).Body, "field"));
        Assert.Equal("constraints.max_cost_usd", Text((await PostAsync(path, """{"prompt":"x","constraints":{"max_cost_usd":"much"}}""")).Body, "field"));
    }

    [Theory]
    [InlineData("""{"provider":"x","prompt":"y"}""", "routing_failed", "provider_not_supported", "provider")]
    [InlineData("{}", "routing_failed", "prompt_required", "prompt")]
    [InlineData("", "invalid_json", null, null)]
    [InlineData("""{"prompt":5}""", "invalid_json", null, "prompt")]
    [InlineData("""{"prompt":"a\u0000b"}""", "invalid_payload", null, "payload")]
    [InlineData("""{"prompt":"x","deadline_at":"tomorrow"}""", "invalid_deadline_at", null, "deadline_at")]
    [InlineData("""{"prompt":"x","timeout_seconds":-1}""", "invalid_timeout_seconds", null, "timeout_seconds")]
    [InlineData("""{"provider":"ollama","payload":{"prompt":"x","ollama_addr":"169.254.169.254"}}""", "unknown_address", null, "payload.ollama_addr")]
    public async Task A_bad_request_is_refused_with_the_field_and_stores_nothing(string body, string code, string? message, string? field)
    {
        var (status, problem) = await PostAsync("/v1/llm/request", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, Text(problem, "error"));
        Assert.Equal(message ?? Text(problem, "message"), Text(problem, "message"));
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task A_raw_job_to_an_unknown_address_is_refused_too()
    {
        var (status, problem) = await PostAsync("/v1/jobs", """{"kind":"ollama.generate","payload":{"ollama_base_url":"http://169.254.169.254/latest"}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "unknown_address"), (status, Text(problem, "error")));
    }

    [Fact]
    public async Task The_fleet_can_be_seen()
    {
        var (_, devices) = await GetAsync("/v1/devices");
        var (_, models) = await GetAsync("/v1/models");

        var device = devices.GetProperty("devices").EnumerateArray().Single(item => Text(item, "id") == core.DeviceId);
        Assert.Equal("ollama", Text(device, "provider"));
        Assert.Equal(["llama3.2:3b", "nomic-embed-text:latest"], device.GetProperty("models").EnumerateArray().Select(static model => model.GetString()));
        Assert.Equal("""{"total":1,"used":0}""", device.GetProperty("slots").GetRawText());
        Assert.Equal("list", Text(models, "object"));
        Assert.Equal([("llama3.2:3b", "chat"), ("nomic-embed-text:latest", "embed")], models.GetProperty("data").EnumerateArray().Select(static model => (Text(model, "id"), Text(model, "kind"))));
    }

    [Fact]
    public async Task A_report_about_a_device_needs_its_id_and_an_unknown_one_does_no_harm()
    {
        Assert.Equal("device_id_required", Text((await PostAsync("/v1/devices/offline", "{}")).Body, "error"));
        Assert.Equal("""{"ok":true}""", (await PostAsync("/v1/devices/offline", """{"device_id":"long-gone","reason":"refused"}""")).Body.GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("/v1/devices/online", """{"device_id":"long-gone"}""")).Status);
        Assert.Equal("""{"ok":true}""", (await PostAsync("/v1/devices/online", $$"""{"device_id":"{{core.DeviceId}}"}""")).Body.GetRawText());
    }

    [Theory]
    [InlineData("", "day")]
    [InlineData("?period=week", "week")]
    [InlineData("?period=month", "month")]
    public async Task Costs_are_summed_with_the_keys_of_both_generations(string query, string period)
    {
        var (_, summary) = await GetAsync("/v1/costs/summary" + query);

        Assert.Equal($$"""{"period":"{{period}}","total_cost":0,"total_jobs":0,"total_cost_usd":0,"total_requests":0,"by_provider":[]}""", summary.GetRawText());
    }

    [Fact]
    public async Task An_unknown_period_is_refused() => Assert.Equal("invalid_period", Text((await GetAsync("/v1/costs/summary?period=year")).Body, "error"));

    private Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "text/plain") });

    private Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await core.Http.SendAsync(request);
        request.Dispose();
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();
}
