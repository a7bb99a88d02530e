using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Benchmarks;

public sealed class BenchmarkTargetsTests
{
    private static readonly FleetSnapshot Fleet = new(
        [
            TestFleet.Ollama("pi5", "llama3.2:3b", "nomic-embed-text") with { Forbidden = Reasons("qwen3:8b", "too large") },
            TestFleet.Ollama("rtx", "llama3.2:3b", "qwen3:8b"),
            TestFleet.Ollama("sick", "qwen3:8b") with { Forbidden = Reasons("qwen3:8b", "too large") },
            TestFleet.Ollama("away", "llama3.2:3b", "phi4:14b").Offline(),
            TestFleet.Compat("mlx", "mlx-community/Qwen3-8B-4bit"),
            TestFleet.Cloud(Providers.OpenAi), TestFleet.Cloud(Providers.OpenRouter),
        ],
        [
            Priced(Providers.OpenAi, "gpt-4o", 2.5m, 10m), Priced(Providers.OpenRouter, "x-ai/grok-4.1-fast", 5m, 25m), Priced(Providers.OpenAi, "unpriced", null, null),
            Priced(Providers.OpenAi, "text-embedding-3-small", 0.02m, 0m) with { Kind = CatalogueModel.Embed },
            Priced(Providers.Ollama, "llama3.2:3b", null, null), Priced(Providers.Ollama, "nomic-embed-text:latest", null, null) with { Kind = CatalogueModel.Embed },
        ],
        []);

    [Theory]
    [InlineData("""{"device_id":"pi5","model":"llama3.2:3b"}""", "pi5 llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"device_id":"pi5","model":"LLAMA3.2:3B","provider":"ollama","task_type":"generate"}""", "pi5 llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"device_id":"pi5","model":"nomic-embed-text"}""", "pi5 nomic-embed-text:latest benchmark.ollama.embed")]
    [InlineData("""{"device_id":"away","model":"llama3.2:3b"}""", "away llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"device_id":"pi5"}""", "pi5 llama3.2:3b benchmark.ollama.generate, pi5 nomic-embed-text:latest benchmark.ollama.embed")]
    [InlineData("""{"device_id":"pi5","task_type":"embed"}""", "pi5 nomic-embed-text:latest benchmark.ollama.embed")]
    [InlineData("""{"model":"llama3.2:3b"}""", "pi5 llama3.2:3b benchmark.ollama.generate, rtx llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"model":"llama3.2:3b","devices":"all"}""", "pi5 llama3.2:3b benchmark.ollama.generate, rtx llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"model":"llama3.2:3b","device_id":"rtx","runs":3}""", "rtx llama3.2:3b benchmark.ollama.generate, rtx llama3.2:3b benchmark.ollama.generate, rtx llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"model":"llama3.2:3b","device_id":"rtx","runs":-3}""", "rtx llama3.2:3b benchmark.ollama.generate")]
    [InlineData("""{"device_id":"mlx"}""", "mlx mlx-community/Qwen3-8B-4bit compat.chat")]
    [InlineData("""{"provider":"openai","model":"gpt-4o"}""", "cloud:openai gpt-4o openai.chat")]
    [InlineData("""{"device_id":"cloud:openai","model":"text-embedding-3-small"}""", "cloud:openai text-embedding-3-small openai.embed")]
    public void A_request_means_these_models_on_these_devices(string request, string expected)
    {
        var choice = Choose(request);

        Assert.Null(choice.Error);
        Assert.Equal(expected, string.Join(", ", choice.Targets.Select(static target => $"{target.DeviceId} {target.Model} {target.Kind}")));
    }

    [Theory]
    [InlineData("""{"provider":"acme","model":"m"}""", "provider_not_supported", "provider")]
    [InlineData("""{"device_id":"nowhere","model":"m"}""", "device_not_found", "device_id")]
    [InlineData("""{"provider":"ollama","device_id":"mlx","model":"m"}""", "device_no_ollama_addr", "device_id")]
    [InlineData("""{"provider":"ollama","device_id":"cloud:openai","model":"m"}""", "device_no_ollama_addr", "device_id")]
    [InlineData("""{"provider":"openai","device_id":"pi5","model":"m"}""", "device_not_found", "device_id")]
    [InlineData("""{"device_id":"sick","model":"qwen3:8b"}""", "model_not_allowed", "model")]
    [InlineData("""{"device_id":"pi5","model":"gemma3:12b"}""", "model_not_available", "model")]
    [InlineData("""{"model":"phi4:14b"}""", "model_not_available", "model")]
    [InlineData("""{"runs":101}""", "invalid_runs", "runs")]
    [InlineData("""{"task_type":"chat"}""", "invalid_task_type", "task_type")]
    [InlineData("""{"device_id":"pi5","model":"nomic-embed-text","task_type":"generate"}""", "invalid_task_type", "task_type")]
    [InlineData("""{"devices":"some"}""", "invalid_devices", "devices")]
    [InlineData("""{"devices":"all","device_id":"pi5"}""", "invalid_devices", "devices")]
    [InlineData("""{"provider":"openai"}""", "model_required", "model")]
    [InlineData("""{"provider":"openrouter","model":"x-ai/grok-4.1-fast"}""", "model_too_expensive_for_benchmark", "model")]
    [InlineData("""{"provider":"openai","model":"unpriced"}""", "benchmark_blocked", "model")]
    [InlineData("""{"provider":"openai","model":"never-heard-of"}""", "benchmark_blocked", "model")]
    [InlineData("""{"provider":"openrouter","model":"some/embedding"}""", "benchmark_blocked", "model")]
    public void A_request_that_cannot_be_is_refused_with_the_field(string request, string code, string field)
    {
        var choice = Choose(request);

        Assert.Equal((400, code, field), (choice.Error!.Status, choice.Error.Code, choice.Error.Field));
        Assert.Empty(choice.Targets);
    }

    [Fact]
    public void A_device_whose_limits_forbid_the_model_is_passed_over_where_others_may()
    {
        var choice = Choose("""{"model":"qwen3:8b"}""");

        Assert.Equal(["rtx"], choice.Targets.Select(static target => target.DeviceId));
        Assert.Equal([new BenchmarkSkipped("sick", "qwen3:8b", "too large")], choice.Skipped);
    }

    [Fact]
    public void A_request_cannot_fill_the_queue()
    {
        var large = TestFleet.Of([.. Enumerable.Range(0, 11).Select(static n => TestFleet.Ollama($"n{n}", "llama3.2:3b"))]);

        Assert.Equal("invalid_runs", BenchmarkTargets.Of(new BenchmarkRequest { Runs = 100, Model = "llama3.2:3b" }, large, 10).Error!.Code);
        Assert.Equal(990, BenchmarkTargets.Of(new BenchmarkRequest { Runs = 90, Model = "llama3.2:3b" }, large, 10).Targets.Count);
    }

    [Theory]
    [InlineData(10.0, true)]
    [InlineData(9.99, false)]
    [InlineData(0, false)]
    public void The_dearer_of_both_prices_counts_and_the_limit_itself_is_allowed(double limit, bool allowed) =>
        Assert.Equal(allowed, PriceGuard.Refusal(Priced(Providers.OpenAi, "gpt-4o", 2.5m, 10m), "gpt-4o", (decimal)limit) is null);

    private static BenchmarkChoice Choose(string request) =>
        BenchmarkTargets.Of(LlmMcp.Core.Api.JsonBody.Parse<BenchmarkRequest>(System.Text.Encoding.UTF8.GetBytes(request)).Value!, Fleet, 10m);

    private static FrozenDictionary<string, string> Reasons(string model, string reason) =>
        new Dictionary<string, string> { [model] = reason }.ToFrozenDictionary(ModelName.Comparer);

    private static CatalogueModel Priced(string provider, string id, decimal? priceIn, decimal? priceOut) =>
        new(provider, id, CatalogueModel.Chat, null, null, false, null) { PriceIn = priceIn, PriceOut = priceOut };
}
