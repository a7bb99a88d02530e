using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Testing;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Ollama;

public class OllamaExecutorTests
{
    private const string Prompt = """{"model":"hello","prompt":"hi"}""";

    [Fact]
    public async Task Generate_streams_tokens_and_returns_the_whole()
    {
        await using var node = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var bench = new ExecutorBench();
        var outcome = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.OllamaGenerate, Prompt, node.Url));

        var result = ExecutorBench.Json(outcome.ResultJson);
        Assert.True((bool?)result["ok"]);
        Assert.Equal("Hello! This is a scripted reply.", (string?)result["response"]);
        Assert.Equal(["ok", "response", "model", "provider", "device_id", "tokens_in", "tokens_out", "data"], result.Select(pair => pair.Key));
        Assert.Equal(("hello", "ollama", "device-1", 9), ((string?)result["model"], (string?)result["provider"], (string?)result["device_id"], (int?)result["tokens_out"]));
        Assert.Equal("Hello! This is a scripted reply.", (string?)result["data"]!["response"]);
        Assert.IsType<JsonArray>(result["data"]!["context"]);
        Assert.Equal("Hello! This is a scripted reply.", bench.Sink.Response);
        Assert.True(bench.Sink.Pieces.Count > 3);

        var metrics = ExecutorBench.Json(outcome.MetricsJson);
        Assert.Equal(["ms", "model", "provider", "tokens_in", "tokens_out", "ttft_ms", "load_ms", "prompt_eval_ms", "eval_ms", "tps"], metrics.Select(pair => pair.Key));

        var request = Assert.Single(node.Requests);
        Assert.Equal("/api/generate", request.Path);
        Assert.True((bool?)request.Body["stream"]);
    }

    [Fact]
    public async Task Chat_keeps_tool_calls_in_its_data()
    {
        await using var node = await FakeModelServer.PlayAsync("chat-tools-stream.ndjson");
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.OllamaChat, """{"messages":[{"role":"user","content":"hello"}]}""", node.Url);
        Assert.Equal("", (string?)result["response"]);
        Assert.Equal("Paris", (string?)result["data"]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]!["city"]);
        Assert.True(bench.Sink.Began.IsCompleted);
    }

    [Theory]
    [InlineData("null", "Let me think..", "Let me think..")]
    [InlineData("true", "Let me think..", "Let me think..")]
    [InlineData("false", null, "")]
    public async Task The_servers_own_thinking_is_returned_unless_unwanted(string wanted, string? thinking, string streamed)
    {
        await using var node = await FakeModelServer.PlayAsync("chat-think-stream.ndjson");
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.OllamaChat, $$"""{"prompt":"hello","thinking":{{wanted}}}""", node.Url);
        Assert.Equal("The answer is 42.", (string?)result["response"]);
        Assert.Equal(thinking, (string?)result["thinking"]);
        Assert.Equal(streamed, bench.Sink.Thinking);
        Assert.Equal("The answer is 42.", bench.Sink.Response);
    }

    [Theory]
    [InlineData("null", "because")]
    [InlineData("false", null)]
    public async Task Thinking_in_tags_is_split_across_chunks(string wanted, string? thinking)
    {
        await using var node = await FakeModelServer.StartAsync(context => context.WriteLinesAsync(
            """{"model":"m","response":"<thi"}""", """{"model":"m","response":"nk>because</th"}""", """{"model":"m","response":"ink>\n\nyes"}""",
            """{"model":"m","response":"","done":true}"""));
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.OllamaGenerate, $$"""{"prompt":"x","thinking":{{wanted}}}""", node.Url);
        Assert.Equal("yes", (string?)result["response"]);
        Assert.Equal(thinking, (string?)result["thinking"]);
        Assert.Equal("<think>because</think>\n\nyes", (string?)result["data"]!["response"]);
        Assert.Equal("yes", bench.Sink.Response);
    }

    [Fact]
    public async Task An_error_after_the_first_token_is_a_broken_stream()
    {
        await using var node = await FakeModelServer.PlayAsync("midstream-runner-killed-generate.ndjson");
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, node.Url);
        Assert.Equal(ErrorClass.StreamBroken, failure.ErrorClass);
        Assert.Equal("an error was encountered while running the model: unexpected EOF", failure.Error);
        Assert.NotNull(ExecutorBench.Json(failure.MetricsJson)["ttft_ms"]);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_first_token_is_a_broken_stream()
    {
        await using var bench = new ExecutorBench();
        await using var node = await FakeModelServer.StartAsync(async context =>
        {
            await context.WriteLinesAsync("""{"model":"m","response":"a"}""");
            await bench.Sink.Began;
            context.Abort();
        });
        Assert.Equal(ErrorClass.StreamBroken, (await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, node.Url)).ErrorClass);
    }

    [Fact]
    public async Task An_answer_that_ends_without_done_is_a_broken_stream()
    {
        await using var node = await FakeModelServer.StartAsync(context => context.WriteLinesAsync("""{"model":"m","response":"a"}"""));
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.StreamBroken, (await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, node.Url)).ErrorClass);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, "http://127.0.0.1:9");
        Assert.Equal(ErrorClass.Unreachable, failure.ErrorClass);
        Assert.Null(ExecutorBench.Json(failure.MetricsJson)["ttft_ms"]);
    }

    [Fact]
    public async Task The_upstreams_error_text_and_wait_are_kept()
    {
        await using var node = await FakeModelServer.PlayAsync("generate-queue-full.json", 503, ("Retry-After", "7"));
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, node.Url);
        Assert.Equal((ErrorClass.Overloaded, TimeSpan.FromSeconds(7)), (failure.ErrorClass, failure.RetryAfter));
        Assert.Contains("maximum pending requests", failure.Error);
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var elsewhere = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var node = await FakeModelServer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Url + "/api/generate");
            return Task.CompletedTask;
        });
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.ServerError, (await bench.FailureAsync(JobKinds.OllamaGenerate, Prompt, node.Url)).ErrorClass);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Addresses_in_the_payload_are_not_followed()
    {
        await using var own = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var other = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var bench = new ExecutorBench(("Worker:Ollama:BaseUrl", own.Url));
        await bench.ResultAsync(
            JobKinds.OllamaGenerate, $$"""{"prompt":"hi","ollama_base_url":"{{other.Url}}","ollama_addr":"{{other.Url}}","ollama_host":"{{other.Url}}"}""");
        Assert.Single(own.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task The_device_of_the_assignment_is_called_with_its_host_header_and_path()
    {
        await using var node = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var bench = new ExecutorBench();
        var job = ExecutorBench.Job(JobKinds.OllamaGenerate, Prompt) with { Device = NodeAddress.Parse(node.Url + "/ollama/", "pi5.ts.net") };
        Assert.IsType<JobOutcome.Done>(await bench.RunAsync(job));
        var request = Assert.Single(node.Requests);
        Assert.Equal(("/ollama/api/generate", "pi5.ts.net"), (request.Path, request.Headers["Host"]));
    }

    [Fact]
    public async Task A_canceled_attempt_reaches_the_model_server()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await FakeModelServer.StartAsync(async context =>
        {
            await using var gone = context.RequestAborted.Register(aborted.SetResult);
            await context.WriteLinesAsync("""{"model":"m","response":"a"}""");
            await aborted.Task;
        });
        await using var bench = new ExecutorBench();
        using var lost = new CancellationTokenSource();
        var run = bench.RunAsync(ExecutorBench.Job(JobKinds.OllamaGenerate, Prompt, node.Url), lost.Token);
        await bench.Sink.Began;
        await lost.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_attempt_ends_when_its_time_is_up()
    {
        var time = new FakeTimeProvider();
        await using var node = await FakeModelServer.StartAsync(async context =>
        {
            await context.WriteLinesAsync("""{"model":"m","response":"a"}""");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var bench = new ExecutorBench(time);
        var run = bench.RunAsync(ExecutorBench.Job(JobKinds.OllamaGenerate, Prompt, node.Url, timeoutSeconds: 60));
        await bench.Sink.Began;
        time.Advance(TimeSpan.FromSeconds(60));
        var failure = Assert.IsType<JobOutcome.Failed>(await run);
        Assert.Equal((ErrorClass.Timeout, "the attempt took longer than 60 s"), (failure.ErrorClass, failure.Error));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    [InlineData("\"text\"")]
    public async Task A_payload_that_is_no_object_is_the_requests_fault(string payload)
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.Request, (await bench.FailureAsync(JobKinds.OllamaGenerate, payload)).ErrorClass);
    }

    [Fact]
    public async Task A_prompt_is_embedded_with_its_raw_vector_and_a_batch_with_embed()
    {
        await using var single = await FakeModelServer.PlayAsync("embeddings-legacy.json");
        await using var batch = await FakeModelServer.PlayAsync("embed-batch.json");
        await using var bench = new ExecutorBench();

        var one = await bench.ResultAsync(JobKinds.OllamaEmbed, """{"model":"tiny-embed","prompt":"hello"}""", single.Url);
        Assert.Equal(Sample.Json("embeddings-legacy.json")["embedding"]!.ToJsonString(), one["data"]!["embedding"]!.ToJsonString());
        Assert.Equal(("tiny-embed", "/api/embeddings"), ((string?)one["model"], single.Requests.Single().Path));

        var two = await bench.ResultAsync(JobKinds.OllamaEmbed, """{"model":"tiny-embed","input":["hello","world"]}""", batch.Url);
        Assert.Equal(2, ((JsonArray)two["data"]!["embeddings"]!).Count);
        Assert.Equal("/api/embed", batch.Requests.Single().Path);
    }
}
