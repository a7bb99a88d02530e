using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Worker.Tests.OpenAi;

public class OpenAiExecutorTests
{
    private const string Hello = """{"model":"hello","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task A_cloud_answer_is_streamed_and_returned_whole()
    {
        await using var cloud = await FakeModelServer.PlayAsync("v1-chat-stream-usage.sse.txt");
        await using var bench = new ExecutorBench(("Worker:OpenAi:BaseUrl", cloud.Url + "/v1/chat/completions"), ("Worker:OpenAi:ApiKey", "sk-1"));
        var result = await bench.ResultAsync(JobKinds.OpenAiChat, Hello);
        Assert.Equal(["ok", "response", "model", "provider", "tokens_in", "tokens_out", "data"], result.Select(pair => pair.Key));
        Assert.Equal(("Hello! This is a scripted reply.", "openai", 12, 9), ((string?)result["response"], (string?)result["provider"], (int?)result["tokens_in"], (int?)result["tokens_out"]));
        Assert.Equal("Hello! This is a scripted reply.", (string?)result["data"]!["choices"]![0]!["message"]!["content"]);
        Assert.Equal("Hello! This is a scripted reply.", bench.Sink.Response);

        var request = Assert.Single(cloud.Requests);
        Assert.Equal(("/v1/chat/completions", "Bearer sk-1"), (request.Path, request.Headers["Authorization"]));
        Assert.Equal("""{"include_usage":true}""", request.Body["stream_options"]!.ToJsonString());
        Assert.Equal((0.2, 256), ((double?)request.Body["temperature"], (int?)request.Body["max_tokens"]));
    }

    [Theory]
    [InlineData(JobKinds.OpenAiChat, "missing OPENAI_API_KEY")]
    [InlineData(JobKinds.OpenAiEmbed, "missing OPENAI_API_KEY")]
    [InlineData(JobKinds.OpenRouterChat, "missing OPENROUTER_API_KEY")]
    [InlineData(JobKinds.CompatChat, "the job names no device and COMPAT_ENDPOINTS is empty")]
    public async Task What_is_not_configured_says_so(string kind, string error)
    {
        await using var bench = new ExecutorBench(("Worker:OpenRouter:ApiKey", "not-used"));
        var failure = await bench.FailureAsync(kind, Hello);
        Assert.Equal((ErrorClass.NotConfigured, error), (failure.ErrorClass, failure.Error));
    }

    [Fact]
    public async Task A_cloud_key_goes_to_its_own_address_whatever_device_the_job_names()
    {
        await using var cloud = await FakeModelServer.PlayAsync("v1-chat-stream.sse.txt");
        await using var device = await FakeModelServer.PlayAsync("v1-chat-stream.sse.txt");
        await using var bench = new ExecutorBench(("Worker:OpenRouter:BaseUrl", cloud.Url), ("Worker:OpenRouter:ApiKey", "sk-1"));
        await bench.ResultAsync(JobKinds.OpenRouterChat, Hello, device.Url);
        Assert.Single(cloud.Requests);
        Assert.Empty(device.Requests);
    }

    [Fact]
    public async Task A_compatible_nodes_key_goes_to_configured_endpoints_only()
    {
        await using var own = await FakeModelServer.PlayAsync("v1-chat-stream.sse.txt");
        await using var other = await FakeModelServer.PlayAsync("v1-chat-stream.sse.txt");
        await using var bench = new ExecutorBench(("Worker:Compat:Endpoints", own.Url), ("Worker:Compat:ApiKey", "secret"));
        await bench.ResultAsync(JobKinds.CompatChat, Hello);
        await bench.ResultAsync(JobKinds.CompatChat, Hello, own.Url);
        await bench.ResultAsync(JobKinds.CompatChat, Hello, other.Url);
        Assert.All(own.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
        Assert.Equal(2, own.Requests.Count);
        Assert.DoesNotContain("Authorization", other.Requests.Single().Headers.Keys);
    }

    [Fact]
    public async Task Reasoning_is_the_thinking()
    {
        await using var node = await FakeModelServer.PlayAsync("v1-chat-reasoning-stream.sse.txt");
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.CompatChat, Hello, node.Url);
        Assert.Equal(("The answer is 42.", "Let me think.."), ((string?)result["response"], (string?)result["thinking"]));
        Assert.Equal("Let me think..", bench.Sink.Thinking);
    }

    [Fact]
    public async Task A_stream_that_ends_without_its_end_is_broken()
    {
        await using var node = await FakeModelServer.PlayAsync("midstream-runner-killed-v1-chat.sse.txt");
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.StreamBroken, (await bench.FailureAsync(JobKinds.CompatChat, Hello, node.Url)).ErrorClass);
    }

    [Fact]
    public async Task An_error_inside_a_stream_has_the_class_of_its_code()
    {
        await using var node = await FakeModelServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.WriteLinesAsync(": OPENROUTER PROCESSING", "", """data: {"error":{"code":429,"message":"slow down"}}""");
        });
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.CompatChat, Hello, node.Url);
        Assert.Equal((ErrorClass.Overloaded, "HTTP 429: slow down"), (failure.ErrorClass, failure.Error));
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        await using var node = await FakeModelServer.PlayAsync("v1-chat-reasoning.json");
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.CompatChat, Hello, node.Url);
        Assert.Equal(("The answer is 42.", "Let me think..", 12), ((string?)result["response"], (string?)result["thinking"], (int?)result["tokens_out"]));
    }

    [Fact]
    public async Task Failures_keep_status_text_and_wait()
    {
        await using var node = await FakeModelServer.PlayAsync("v1-chat-queue-full.json", 503, ("Retry-After", "3"));
        await using var bench = new ExecutorBench();
        var failure = await bench.FailureAsync(JobKinds.CompatChat, Hello, node.Url);
        Assert.Equal((ErrorClass.Overloaded, TimeSpan.FromSeconds(3)), (failure.ErrorClass, failure.RetryAfter));
        Assert.StartsWith("HTTP 503: server busy", failure.Error, StringComparison.Ordinal);
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_unreachable()
    {
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.Unreachable, (await bench.FailureAsync(JobKinds.CompatChat, Hello, "http://127.0.0.1:9")).ErrorClass);
    }

    [Fact]
    public async Task A_canceled_attempt_reaches_the_server()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await FakeModelServer.StartAsync(async context =>
        {
            await using var gone = context.RequestAborted.Register(aborted.SetResult);
            context.Response.ContentType = "text/event-stream";
            await context.WriteLinesAsync("""data: {"choices":[{"index":0,"delta":{"content":"a"}}]}""", "");
            await aborted.Task;
        });
        await using var bench = new ExecutorBench();
        using var lost = new CancellationTokenSource();
        var run = bench.RunAsync(ExecutorBench.Job(JobKinds.CompatChat, Hello, node.Url), lost.Token);
        await bench.Sink.Began;
        await lost.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Embeddings_keep_the_document_and_name_the_single_vector()
    {
        await using var node = await FakeModelServer.PlayAsync("v1-embeddings.json");
        await using var bench = new ExecutorBench();
        var result = await bench.ResultAsync(JobKinds.CompatEmbed, """{"model":"tiny-embed","prompt":"hello"}""", node.Url);
        var vector = Sample.Json("v1-embeddings.json")["data"]![0]!["embedding"]!.ToJsonString();
        Assert.Equal(vector, result["data"]!["data"]![0]!["embedding"]!.ToJsonString());
        Assert.Equal(vector, result["data"]!["embedding"]!.ToJsonString());
        Assert.Equal("hello", (string?)Assert.Single(node.Requests).Body["input"]);
    }

    [Fact]
    public async Task A_cloud_that_answers_with_a_page_is_no_model_server()
    {
        await using var node = await FakeModelServer.StartAsync(context => context.Response.WriteAsync("<html>login</html>"));
        await using var bench = new ExecutorBench();
        Assert.Equal(ErrorClass.ServerError, (await bench.FailureAsync(JobKinds.CompatChat, Hello, node.Url)).ErrorClass);
    }
}
