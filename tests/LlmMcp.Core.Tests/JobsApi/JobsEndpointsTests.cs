using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.JobsApi;

public sealed class JobsEndpointsTests : CoreTest
{
    public static TheoryData<string, string, string?> BadJobs => new()
    {
        { "", "invalid_json", null },
        { "   ", "invalid_json", null },
        { "{", "invalid_json", null },
        { "[]", "invalid_json", null },
        { "null", "invalid_json", null },
        { "\"echo\"", "invalid_json", null },
        { """{"kind":5}""", "invalid_json", "kind" },
        { """{"kind":"echo","priority":"high"}""", "invalid_json", "priority" },
        { """{"kind":"echo","priority":1.5}""", "invalid_json", "priority" },
        { """{"kind":"echo","priority":99999999999}""", "invalid_json", "priority" },
        { """{"kind":"echo","max_attempts":null}""", "invalid_json", "max_attempts" },
        { """{"kind":"echo","stream":"yes"}""", "invalid_json", "stream" },
        { """{"payload":{}}""", "kind_required", "kind" },
        { """{"kind":""}""", "kind_required", "kind" },
        { """{"kind":"  "}""", "kind_required", "kind" },
        { """{"kind":"a b"}""", "invalid_kind", "kind" },
        { """{"kind":"a\u0000b"}""", "invalid_kind", "kind" },
        { $$"""{"kind":"{{new string('k', 201)}}"}""", "invalid_kind", "kind" },
        { $$"""{"kind":"echo","source":"{{new string('s', 201)}}"}""", "invalid_source", "source" },
        { """{"kind":"echo","source":"a\u0000"}""", "invalid_source", "source" },
        { """{"kind":"echo","priority":-2147483648}""", "invalid_priority", "priority" },
        { """{"kind":"echo","max_attempts":-1}""", "invalid_max_attempts", "max_attempts" },
        { """{"kind":"echo","max_attempts":1001}""", "invalid_max_attempts", "max_attempts" },
        { """{"kind":"echo","timeout_seconds":-1}""", "invalid_timeout_seconds", "timeout_seconds" },
        { """{"kind":"echo","timeout_seconds":86401}""", "invalid_timeout_seconds", "timeout_seconds" },
        { """{"kind":"echo","deadline_at":"tomorrow"}""", "invalid_deadline_at", "deadline_at" },
        { """{"kind":"echo","deadline_at":"2026-11-21"}""", "invalid_deadline_at", "deadline_at" },
        { """{"kind":"echo","payload":{"a":"\u0000"}}""", "invalid_payload", "payload" },
        { """{"kind":"echo","payload":{"a":"\ud800"}}""", "invalid_payload", "payload" },
        { """{"kind":"echo","payload":1e999999}""", "invalid_payload", "payload" },
    };

    private protected override (string Key, string Value)[] Settings => [("Core:MaxBodyBytes", "65536"), ("Jobs:MaxBatch", "20")];

    [Fact]
    public async Task Every_bad_job_is_refused_with_the_field_to_change_and_nothing_is_stored()
    {
        foreach (var row in BadJobs)
        {
            var (body, code, field) = ((string)row[0], (string)row[1], (string?)row[2]);

            using var response = await Core.PostAsync("/v1/jobs", body);

            var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, code, body);
            Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        }

        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task Lone_surrogates_in_texts_are_refused_not_stored()
    {
        foreach (var body in new[] { """{"kind":"\ud800"}""", """{"kind":"echo","source":"\udc00x"}""" })
        {
            using var response = await Core.PostAsync("/v1/jobs", body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        using var response = await Core.Http.PostAsync("/v1/jobs", new ByteArrayContent([.. "{\"kind\":\"echo\",\"payload\":\""u8, 0xFF, 0xFE, .. "\"}"u8]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task A_job_needs_a_kind_only_and_keys_match_in_any_case()
    {
        using var plain = await Core.PostAsync("/v1/jobs", """{"kind":"echo"}""");
        Assert.Equal(HttpStatusCode.Accepted, plain.StatusCode);
        Assert.Equal("application/json", plain.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("}\n", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var id = await Core.SubmitAsync("""{"KIND":"echo","Priority":4,"unknown":{"x":1},"max_ATTEMPTS":0,"payload":null} trailing""");
        var job = await Core.GetJsonAsync($"/v1/jobs/{id}");

        Assert.Equal((4, 3, JsonValueKind.Null), (job.GetProperty("priority").GetInt32(), job.GetProperty("max_attempts").GetInt32(), job.GetProperty("payload").ValueKind));
    }

    [Fact]
    public async Task A_fresh_job_has_exactly_the_keys_that_say_something()
    {
        var id = await Core.SubmitAsync("""{"kind":"custom"}""");

        var job = await Core.GetJsonAsync($"/v1/jobs/{id}");

        Assert.Equal(["id", "kind", "payload", "status", "attempts", "max_attempts", "priority", "queued_at", "updated_at"], job.EnumerateObject().Select(static key => key.Name));
        Assert.Equal("{}", job.GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task A_finished_job_carries_its_result_as_JSON()
    {
        var id = await Core.SubmitAsync();
        await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1"}""");
        await Core.PostForJsonAsync("/v1/workers/complete", $$$"""{"worker_id":"w1","job_id":"{{{id}}}","result":{"response":"hi"}}""");

        var job = await Core.GetJsonAsync($"/v1/jobs/{id}");

        Assert.Equal("hi", job.GetProperty("result").GetProperty("response").GetString());
        Assert.True(job.TryGetProperty("finished_at", out _));
        Assert.False(job.TryGetProperty("lease_until", out _));
        Assert.False(job.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("GET", "/v1/jobs/nonsense", 404, "not_found")]
    [InlineData("GET", "/v1/jobs/01890000-0000-7000-8000-000000000001", 404, "not_found")]
    [InlineData("GET", "/v1/jobs/nonsense/stream", 404, "not_found")]
    [InlineData("DELETE", "/v1/jobs/01890000-0000-7000-8000-000000000001", 404, "not_found")]
    [InlineData("DELETE", "/v1/jobs/nonsense", 404, "not_found")]
    [InlineData("POST", "/v1/jobs/01890000-0000-7000-8000-000000000001/retry", 404, "not_found")]
    [InlineData("GET", "/v1/nothing", 404, "not_found")]
    [InlineData("PUT", "/v1/jobs", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/jobs/01890000-0000-7000-8000-000000000001/stream", 405, "method_not_allowed")]
    [InlineData("GET", "/v1/workers/claim", 405, "method_not_allowed")]
    [InlineData("GET", "/v1/jobs?status=lost", 400, "invalid_status")]
    [InlineData("GET", "/v1/jobs?limit=0", 400, "invalid_limit")]
    [InlineData("GET", "/v1/jobs?limit=501", 400, "invalid_limit")]
    [InlineData("GET", "/v1/jobs?limit=many", 400, "invalid_limit")]
    [InlineData("GET", "/v1/jobs?after=nonsense", 400, "invalid_after")]
    [InlineData("GET", "/v1/jobs?kind=%00", 400, "invalid_kind")]
    [InlineData("GET", "/v1/jobs?source=a%00", 400, "invalid_source")]
    public async Task What_is_not_there_or_not_allowed_has_its_status_and_code(string method, string path, int status, string code)
    {
        using var response = await Core.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await ProblemAsync(response, (HttpStatusCode)status, code, path);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_before_it_is_read_to_the_end()
    {
        using var response = await Core.PostAsync("/v1/jobs", $$"""{"kind":"echo","payload":"{{new string('x', 70_000)}}"}""");

        await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "body_too_large", "long body");
    }

    [Fact]
    public async Task A_batch_is_stored_as_a_whole_in_the_order_of_the_request()
    {
        var answer = await Core.PostForJsonAsync("/v1/jobs/batch", """{"jobs":[{"kind":"a"},{"kind":"b","priority":2},{"kind":"c"}]}""");

        var ids = answer.GetProperty("job_ids").EnumerateArray().Select(static id => id.GetGuid()).ToList();
        var kinds = new List<string>();
        foreach (var id in ids)
        {
            kinds.Add((await Core.GetJsonAsync($"/v1/jobs/{id}")).GetProperty("kind").GetString()!);
        }

        Assert.Equal(["a", "b", "c"], kinds);
    }

    [Theory]
    [InlineData("""{"jobs":[{"kind":"a"},{"kind":""}]}""", "kind_required", "jobs[1].kind")]
    [InlineData("""{"jobs":[{"kind":"a","deadline_at":"x"}]}""", "invalid_deadline_at", "jobs[0].deadline_at")]
    [InlineData("""{"jobs":[{"kind":"a"},{"kind":"b"},{"kind":"c","payload":"\u0000"}]}""", "invalid_payload", "jobs[2].payload")]
    [InlineData("""{"jobs":[{"kind":"a"},null]}""", "invalid_jobs", "jobs[1]")]
    [InlineData("""{"jobs":[]}""", "invalid_jobs", "jobs")]
    [InlineData("""{}""", "invalid_jobs", "jobs")]
    [InlineData("""{"jobs":[{"kind":"a"},{"kind":7}]}""", "invalid_json", "jobs[1].kind")]
    public async Task A_batch_with_one_bad_job_names_it_and_stores_nothing(string body, string code, string field)
    {
        using var response = await Core.PostAsync("/v1/jobs/batch", body);

        Assert.Equal(field, (await ProblemAsync(response, HttpStatusCode.BadRequest, code, body)).GetProperty("field").GetString());
        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task A_batch_is_bounded()
    {
        var body = $$"""{"jobs":[{{string.Join(',', Enumerable.Repeat("""{"kind":"a"}""", 21))}}]}""";

        using var response = await Core.PostAsync("/v1/jobs/batch", body);

        await ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_jobs", body);
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        await Core.PostForJsonAsync("/v1/jobs/batch", """{"jobs":[{"kind":"a","source":"x"},{"kind":"a","source":"y"},{"kind":"a","source":"x"}]}""");

        var first = await Core.GetJsonAsync("/v1/jobs?source=x&limit=1");
        var second = await Core.GetJsonAsync($"/v1/jobs?source=x&limit=1&after={first.GetProperty("next_after").GetGuid()}");
        var all = await Core.GetJsonAsync("/v1/jobs?status=queued&kind=a");

        Assert.NotEqual(first.GetProperty("jobs")[0].GetProperty("id").GetGuid(), second.GetProperty("jobs")[0].GetProperty("id").GetGuid());
        Assert.Equal(3, all.GetProperty("jobs").GetArrayLength());
        Assert.False(all.TryGetProperty("next_after", out _));
    }

    [Fact]
    public async Task A_cancel_tells_what_it_did_and_a_second_one_is_a_conflict()
    {
        var id = await Core.SubmitAsync();

        using var first = await Core.Http.DeleteAsync($"/v1/jobs/{id}");
        using var second = await Core.Http.DeleteAsync($"/v1/jobs/{id}");

        Assert.Equal("canceled", (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
        await ProblemAsync(second, HttpStatusCode.Conflict, "already_final", "second cancel");
    }

    [Fact]
    public async Task A_retry_is_a_new_job_and_one_of_an_open_job_a_conflict()
    {
        var id = await Core.SubmitAsync();
        using var early = await Core.PostAsync($"/v1/jobs/{id}/retry", "");
        await ProblemAsync(early, HttpStatusCode.Conflict, "not_final", "early retry");
        await Core.Http.DeleteAsync($"/v1/jobs/{id}");

        using var response = await Core.PostAsync($"/v1/jobs/{id}/retry", "");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var copy = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetGuid();
        Assert.Equal(id, (await Core.GetJsonAsync($"/v1/jobs/{copy}")).GetProperty("retried_from").GetGuid());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("61")]
    [InlineData("soon")]
    [InlineData("NaN")]
    public async Task A_wait_has_its_range(string wait)
    {
        var id = await Core.SubmitAsync();

        using var response = await Core.Http.GetAsync($"/v1/jobs/{id}?wait={wait}");

        await ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_wait", wait);
    }

    [Fact]
    public async Task A_wait_ends_with_the_job_or_with_its_time()
    {
        var id = await Core.SubmitAsync();
        Assert.Equal("queued", (await Core.GetJsonAsync($"/v1/jobs/{id}?wait=0.05")).GetProperty("status").GetString());

        var waiting = Core.GetJsonAsync($"/v1/jobs/{id}?wait=60");
        await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1"}""");
        await Core.PostForJsonAsync("/v1/workers/complete", $$"""{"worker_id":"w1","job_id":"{{id}}"}""");

        Assert.Equal("done", (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).GetProperty("status").GetString());
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code, string what)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{what}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement;
        Assert.True(code == problem.GetProperty("error").GetString(), $"{what}: {text}");
        Assert.NotEqual("", problem.GetProperty("message").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }
}
