using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.OpenAi;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.OpenAi;

public class CompletionUsageTests
{
    [Theory]
    [InlineData("""{"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2},"cost":0.000125}""", 3L, 2L, "0.000125")]
    [InlineData("""{"cost":0.02,"is_byok":true,"cost_details":{"upstream_inference_cost":0.4}}""", null, null, "0.42")]
    [InlineData("""{"cost":0.02,"is_byok":false,"cost_details":{"upstream_inference_cost":0.02}}""", null, null, "0.02")]
    [InlineData("""{"cost":0.02,"is_byok":true,"cost_details":null}""", null, null, "0.02")]
    [InlineData("""{"cost":-1,"prompt_tokens_details":7,"completion_tokens_details":{"reasoning_tokens":"2"}}""", null, null, null)]
    [InlineData("null", null, null, null)]
    [InlineData("[1]", null, null, null)]
    public void OpenRouter_tells_what_it_charged(string usage, long? cached, long? reasoning, string? cost)
    {
        var completion = (JsonObject)JsonNode.Parse($$"""{"usage":{{usage}}}""")!;
        decimal? charged = cost is null ? null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(new BilledUsage(cached, reasoning, charged), CompletionUsage.Read(completion, Providers.OpenRouter));
        Assert.Equal(new BilledUsage(cached, reasoning, null), CompletionUsage.Read(completion, Providers.Compat));
    }

    [Fact]
    public async Task Metrics_carry_what_is_billed_apart()
    {
        await using var cloud = await FakeModelServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.WriteLinesAsync(
                """data: {"model":"openai/o4-mini","choices":[{"index":0,"delta":{"content":"42"},"finish_reason":"stop"}]}""", "",
                """data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":9,"cost":1.5e-05,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":7}}}""", "",
                "data: [DONE]", "");
        });
        await using var bench = new ExecutorBench(("Worker:OpenRouter:BaseUrl", cloud.Url), ("Worker:OpenRouter:ApiKey", "sk-1"));

        var done = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.OpenRouterChat, """{"model":"openai/o4-mini","prompt":"?"}"""));

        var metrics = ExecutorBench.Json(done.MetricsJson);
        Assert.Equal((12, 9, 4, 7, 0.000015m), ((int)metrics["tokens_in"]!, (int)metrics["tokens_out"]!, (int)metrics["cached_tokens"]!, (int)metrics["reasoning_tokens"]!, (decimal)metrics["provider_cost"]!));
    }

    [Fact]
    public async Task What_a_node_does_not_say_is_left_out()
    {
        await using var node = await FakeModelServer.PlayAsync("v1-chat-stream-usage.sse.txt");
        await using var bench = new ExecutorBench();

        var done = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.CompatChat, """{"model":"hello","prompt":"?"}""", node.Url));

        Assert.Empty(ExecutorBench.Json(done.MetricsJson).Select(static pair => pair.Key).Intersect(["cached_tokens", "reasoning_tokens", "provider_cost"]));
    }
}
