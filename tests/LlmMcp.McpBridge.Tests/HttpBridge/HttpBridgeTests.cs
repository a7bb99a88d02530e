using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.HttpBridge;

public sealed class HttpBridgeFixture : IAsyncLifetime
{
    internal CoreRig Core { get; private set; } = null!;

    internal BridgeRig Bridge { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Core = await CoreRig.StartAsync("llama3.2:1b");
        Bridge = await BridgeRig.StartAsync(Core.Url);
    }

    public async Task DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Core.DisposeAsync();
    }
}

/// <summary>What programs written for the older bridge rely on.</summary>
public sealed class HttpBridgeTests(HttpBridgeFixture fixture) : IClassFixture<HttpBridgeFixture>
{
    private static readonly string[] Thirteen =
    [
        "id", "kind", "payload_json", "status", "attempts", "max_attempts", "lease_until", "deadline_at", "result_json", "error", "priority", "queued_at", "updated_at",
    ];

    private HttpClient Http => fixture.Bridge.Http;

    [Fact]
    public async Task Health_is_ok_for_any_method()
    {
        using var post = await Http.PostAsync("/health", null);

        Assert.Equal("ok", (await Http.GetFromJsonAsync<JsonElement>("/health")).Text("status"));
        Assert.Equal(HttpStatusCode.OK, post.StatusCode);
    }

    [Fact]
    public async Task Submit_without_a_body_is_an_echo()
    {
        var job = await EndedAsync(await SubmitAsync(""));

        Assert.Equal(("echo", "{}", "done", 3), (job.Text("kind"), job.Text("payload_json"), job.Text("status"), job.Whole("max_attempts")));
        Assert.Equal("""{"ok":true,"echo":{}}""", Compact(job.Text("result_json")!));
    }

    [Fact]
    public async Task Of_two_equal_keys_the_last_counts() =>
        Assert.Equal("echo", (await EndedAsync(await SubmitAsync("""{"kind": "nobody.serves.this", "kind": "echo"}"""))).Text("kind"));

    [Fact]
    public async Task Job_has_thirteen_keys_with_JSON_as_text_and_whole_seconds()
    {
        var id = await SubmitAsync("""{"kind": "nobody.serves.this", "payload": {"a": [1, "я"]}, "priority": 2, "max_attempts": 5, "deadline_at": "2099-01-02T03:04:05.678Z", "unknown": 1}""");

        var job = await Http.GetFromJsonAsync<JsonElement>($"/jobs/{id}");

        Assert.Equal(Thirteen, job.EnumerateMembers().Select(static member => member.Name));
        Assert.Equal("""{"a":[1,"я"]}""", Compact(job.GetProperty("payload_json").GetString()!));
        Assert.Equal(("queued", 0, 5, 2), (job.Text("status"), job.Whole("attempts"), job.Whole("max_attempts"), job.Whole("priority")));
        Assert.Equal("2099-01-02T03:04:05Z", job.Text("deadline_at"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", job.Text("queued_at"));
        Assert.All(new[] { "lease_until", "result_json", "error" }, key => Assert.Equal("", job.GetProperty(key).GetString()));
    }

    [Fact]
    public async Task Unknown_job_is_404()
    {
        foreach (var id in new[] { "00000000-0000-0000-0000-000000000000", "nonsense" })
        {
            using var answer = await Http.GetAsync($"/jobs/{id}");

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(["error"], (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateMembers().Select(static member => member.Name));
        }
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[1]", "invalid_json")]
    [InlineData("""{"kind": "a b"}""", "invalid_kind: kind must be 1 to 200 characters without white space.")]
    [InlineData("""{"deadline_at": "tomorrow"}""", "invalid_deadline_at: deadline_at must be an RFC 3339 time such as 2026-11-21T12:00:00Z.")]
    public async Task Bad_submit_is_told_as_error_and_nothing_else(string body, string error)
    {
        using var answer = await Http.PostAsync("/submit", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal($$"""{"error":"{{error}}"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_tells_each_status_once_and_ends_with_the_last()
    {
        var id = await SubmitAsync("""{"kind": "test.scripted", "payload": {"say": ["a", "b"], "hold": "stream"}}""");
        using var stream = await OpenAsync(id);
        var events = new List<(string Name, JsonElement Data)>();
        await foreach (var happened in System.Net.ServerSentEvents.SseParser.Create(await stream.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add((happened.EventType, JsonSerializer.Deserialize<JsonElement>(happened.Data)));
            if (events[^1].Data.Text("status") == "running")
            {
                fixture.Core.Jobs.Release("stream");
            }
        }

        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        Assert.All(events, static one => Assert.Equal("status", one.Name));
        Assert.Equal(events.Select(static one => one.Data.Text("status")).Distinct(), events.Select(static one => one.Data.Text("status")));
        var last = events[^1].Data;
        Assert.Equal(("done", """{"response":"ab"}"""), (last.Text("status"), Compact(last.Text("result_json")!)));
        // What is empty or zero is left out here.
        Assert.Empty(last.EnumerateMembers().Select(static member => member.Name).Except(Thirteen));
        Assert.DoesNotContain(last.EnumerateMembers(), static member => member.Name is "error" or "priority" or "deadline_at" or "lease_until");
    }

    [Fact]
    public async Task Stream_of_an_unknown_job_is_one_error()
    {
        using var stream = await OpenAsync("00000000-0000-0000-0000-000000000000");
        var text = await stream.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Assert.StartsWith("event: error\ndata: {\"error\":\"not_found: There is no", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dashboard", "jobs")]
    [InlineData("/costs/summary?period=week", "total_cost")]
    [InlineData("/costs/balance", "spend_today_usd")]
    [InlineData("/benchmarks?limit=3", "items")]
    [InlineData("/models/stats", "models")]
    [InlineData("/discovery", "devices")]
    public async Task Core_is_read_through_the_bridge(string path, string key) =>
        Assert.True((await Http.GetFromJsonAsync<JsonElement>(path)).TryGetProperty(key, out _));

    [Fact]
    public async Task Query_and_status_are_passed_through()
    {
        using var refused = await Http.GetAsync("/costs/summary?period=year");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("invalid_period", (await refused.Content.ReadFromJsonAsync<JsonElement>()).Text("error"));
        Assert.Equal("week", (await Http.GetFromJsonAsync<JsonElement>("/costs/summary?period=week")).Text("period"));
    }

    [Fact]
    public async Task Requests_feedback_knowledge_and_sync_are_passed_on()
    {
        using var request = await Http.PostAsJsonAsync("/llm/request", new { model = "llama3.2:1b", prompt = "Hello", max_tokens = 10 });
        using var feedback = await Http.PostAsJsonAsync("/feedback", new { model = "llama3.2:1b", rating = "good" });
        using var knowledge = await Http.PostAsJsonAsync("/knowledge/ingest", new { target = "mem0", text = "Prefers short answers." });
        using var sync = await Http.PostAsync("/models/sync", null);

        Assert.Equal(HttpStatusCode.Accepted, request.StatusCode);
        Assert.Equal("ollama.generate", (await request.Content.ReadFromJsonAsync<JsonElement>()).Text("kind"));
        Assert.Equal(HttpStatusCode.OK, feedback.StatusCode);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not_configured"), (knowledge.StatusCode, (await knowledge.Content.ReadFromJsonAsync<JsonElement>()).Text("error")));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_api_key"), (sync.StatusCode, (await sync.Content.ReadFromJsonAsync<JsonElement>()).Text("error")));
    }

    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/submit")]
    [InlineData("DELETE", "/jobs/00000000-0000-0000-0000-000000000000")]
    public async Task Everything_else_is_not_found(string method, string path)
    {
        using var answer = await Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"error":"not_found"}""", await answer.Content.ReadAsStringAsync());
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), JsonWriting.Options);

    private async Task<string> SubmitAsync(string body)
    {
        using var answer = await Http.PostAsync("/submit", body.Length == 0 ? null : new StringContent(body));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["job_id"], accepted.EnumerateMembers().Select(static member => member.Name));
        return accepted.Text("job_id")!;
    }

    private Task<HttpResponseMessage> OpenAsync(string id) => Http.GetAsync($"/jobs/{id}/stream", HttpCompletionOption.ResponseHeadersRead);

    private async Task<JsonElement> EndedAsync(string id)
    {
        using var stream = await OpenAsync(id);
        await stream.Content.ReadAsStringAsync();
        return await Http.GetFromJsonAsync<JsonElement>($"/jobs/{id}");
    }
}
