using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using LlmMcp.SystemTests.Telemetry;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>One trace from the caller's request to the model's last token, through Core, queue and worker, each its own process.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class TraceTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    private const string Model = "llama3.2:1b";
    private const string Caller = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Secret = "the-moon-is-made-of-cheese";

    [Fact]
    public async Task Submit_queue_model_call_and_end_are_one_trace_without_what_was_asked()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [new SimulatedNodeOptions { Name = "node", Models = [ModelCatalog.Get(Model)] }] });
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: new Dictionary<string, string>(receiver.Variables)
        {
            ["Fleet__OllamaBaseUrl"] = "", ["Fleet__SimulatedEndpoints"] = fleet.Nodes[0].BaseUrl.ToString(), ["Logging__LogLevel__Default"] = "Information",
        });
        hub.AddShippedWorker(new Dictionary<string, string>(receiver.Variables) { ["WORKER_KINDS"] = "ollama.chat" });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Core.HttpAddress, "/v1/jobs"))
        {
            Headers = { { "traceparent", $"00-{Caller}-00f067aa0ba902b7-01" } },
            Content = JsonContent.Create(new { kind = "ollama.chat", payload = new { model = Model, messages = new[] { new { role = "user", content = Secret } }, options = new { num_predict = 5 } } }),
        };
        using var answer = await hub.Http.SendAsync(request);
        var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetGuid();

        await receiver.UntilAsync(() => Trace().Any(static span => span.Name == "job ended ollama.chat") && Trace().Any(static span => span.Name.StartsWith("chat ", StringComparison.Ordinal)));

        var spans = Trace().ToList();
        var submit = spans.Single(static span => span.Name == "POST /v1/jobs");
        var attempt = spans.Single(static span => span.Name == "job ollama.chat");
        var call = spans.Single(static span => span.Name == $"chat {Model}");
        Assert.Equal(("llm-mcp-core", "00f067aa0ba902b7", "202"), (submit.Service, submit.ParentId, submit.Tags["http.response.status_code"]));
        Assert.All(["job queued ollama.chat", "job ended ollama.chat"], name => Assert.Equal(submit.SpanId, spans.Single(span => span.Name == name).ParentId));
        Assert.Equal(("llm-mcp-worker", submit.SpanId, job.ToString()), (attempt.Service, attempt.ParentId, attempt.Tags["llmmcp.job.id"]));
        Assert.Equal((attempt.SpanId, "chat", "ollama", Model, Model), (call.ParentId, call.Tags["gen_ai.operation.name"], call.Tags["gen_ai.provider.name"], call.Tags["gen_ai.request.model"], call.Tags["gen_ai.response.model"]));
        Assert.NotEqual("0", call.Tags["gen_ai.usage.output_tokens"]);
        Assert.Contains(spans, span => span.ParentId == call.SpanId);

        await receiver.UntilAsync(() => new[]
        {
            "gen_ai.client.token.usage", "gen_ai.client.operation.duration", "gen_ai.client.operation.time_to_first_chunk", "llmcore.queue.waiting", "llmcore.slots",
            "llmcore.jobs.ended", "http.server.request.duration", "gen_ai.server.request.duration", "gen_ai.server.time_to_first_token", "gen_ai.server.time_per_output_token",
        }.All(receiver.Metrics.ContainsKey) && !receiver.Logs.IsEmpty);
        Assert.DoesNotContain(receiver.Raw, static bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);

        IEnumerable<ReceivedSpan> Trace() => receiver.Spans.Where(static span => span.TraceId == Caller);
    }

    [Fact]
    public async Task What_is_done_for_a_worker_while_its_stream_lasts_is_no_trace_without_end()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var sampled = new Dictionary<string, string>(receiver.Variables) { ["OTEL_TRACES_SAMPLER"] = "always_on" };
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: sampled);
        hub.AddWorker(environment: sampled);
        await hub.Submitter.SubmitAsync(new Script(0));
        await hub.VerifyAsync();

        await receiver.UntilAsync(() => receiver.Spans.Any(static span => span.Name.StartsWith("job ended", StringComparison.Ordinal)));

        Assert.Contains(receiver.Spans, static span => span.Name.StartsWith("POST /v1/jobs", StringComparison.Ordinal));
        Assert.DoesNotContain(receiver.Spans, static span => span.Tags.TryGetValue("db.query.text", out var sql) && sql.Contains("into workers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_does_not_sample_is_not_traced()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: receiver.Variables);
        foreach (var (trace, flags) in new[] { (Caller, "00"), (Caller.Replace('4', '5'), "01") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.Core.HttpAddress, "/v1/jobs")) { Headers = { { "traceparent", $"00-{trace}-00f067aa0ba902b7-{flags}" } } };
            using var answer = await hub.Http.SendAsync(request);
        }

        await receiver.UntilAsync(() => receiver.Spans.Any(static span => span.Name == "GET /v1/jobs"));

        Assert.DoesNotContain(receiver.Spans, static span => span.TraceId == Caller);
        // Nobody asked for these: the loops' own statements.
        Assert.All(receiver.Spans, static span => Assert.NotEqual("", span.ParentId));
    }
}
