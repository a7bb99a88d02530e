using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class ClassicRouterTests
{
    private static readonly FleetSnapshot Home = TestFleet.With(
        [new BenchmarkFact("a", "slow:3b", "generate", 9_000, 5), new BenchmarkFact("b", "slow:3b", "generate", 4_000, 9), new BenchmarkFact("a", "quick:3b", "generate", 300, 90)],
        TestFleet.Ollama("a", "llama3.2:3b", "slow:3b", "quick:3b", "nomic-embed-text"),
        TestFleet.Ollama("b", "slow:3b"),
        TestFleet.Compat("m", "mlx-community/Qwen3-4B", "shared"),
        TestFleet.Cloud(Providers.OpenAi),
        TestFleet.Cloud(Providers.OpenRouter));

    private static readonly FleetSnapshot NoOllama = TestFleet.Of(TestFleet.Ollama("a", "llama3.2:3b").Offline(), TestFleet.Compat("m", "mlx-community/Qwen3-4B"));

    [Theory]
    // An explicit provider is never changed.
    [InlineData("""{"provider":"ollama","prompt":"x"}""", "both", "ollama.generate")]
    [InlineData("""{"provider":" OLLAMA ","prompt":"x"}""", "both", "ollama.generate")]
    [InlineData("""{"provider":"ollama","prompt":"x","constraints":{"force_cloud":true}}""", "both", "ollama.generate")]
    [InlineData("""{"provider":"ollama","model":"slow:3b","prompt":"x","constraints":{"max_latency_ms":1}}""", "both", "ollama.generate")]
    [InlineData("""{"provider":"openai","prompt":"x"}""", "none", "openai.chat")]
    [InlineData("""{"provider":"openrouter","prompt":"x"}""", "none", "openrouter.chat")]
    [InlineData("""{"provider":"compat","prompt":"x"}""", "none", "compat.chat")]
    [InlineData("""{"provider":"ollama","model":"mlx-community/Qwen3-4B","prompt":"x"}""", "none", "ollama.generate")]
    // Embeddings are made locally.
    [InlineData("""{"task":"embed","prompt":"x"}""", "both", "ollama.embed")]
    [InlineData("""{"task":" Embed ","prompt":"x","constraints":{"force_cloud":true}}""", "both", "ollama.embed")]
    [InlineData("""{"task":"embed","provider":"openai","prompt":"x"}""", "none", "openai.embed")]
    [InlineData("""{"task":"embed","provider":"compat","prompt":"x"}""", "none", "compat.embed")]
    // force_cloud: OpenRouter, OpenAI, local.
    [InlineData("""{"prompt":"x","constraints":{"force_cloud":true,"prefer_local":true}}""", "both", "openrouter.chat")]
    [InlineData("""{"prompt":"x","constraints":{"force_cloud":true}}""", "openai", "openai.chat")]
    [InlineData("""{"prompt":"x","constraints":{"force_cloud":true}}""", "none", "ollama.generate")]
    // prefer_local with a node.
    [InlineData("""{"prompt":"x","constraints":{"prefer_local":true}}""", "both", "ollama.generate")]
    // Else OpenRouter, OpenAI, local.
    [InlineData("""{"prompt":"x"}""", "both", "openrouter.chat")]
    [InlineData("""{"provider":"auto","prompt":"x"}""", "openai", "openai.chat")]
    [InlineData("""{"prompt":"x"}""", "none", "ollama.generate")]
    [InlineData("""{"model":"openai/gpt-4o-mini","prompt":"x"}""", "openrouter", "openrouter.chat")]
    // What only the fleet has runs there.
    [InlineData("""{"model":"llama3.2:3b","prompt":"x"}""", "both", "ollama.generate")]
    [InlineData("""{"model":"mlx-community/Qwen3-4B","prompt":"x"}""", "both", "compat.chat")]
    [InlineData("""{"model":"mlx-community/Qwen3-4B","prompt":"x"}""", "none", "compat.chat")]
    // A limit of latency, with and without a measurement.
    [InlineData("""{"model":"slow:3b","prompt":"x","constraints":{"prefer_local":true,"max_latency_ms":3999}}""", "openai", "openai.chat")]
    [InlineData("""{"model":"slow:3b","prompt":"x","constraints":{"prefer_local":true,"max_latency_ms":4000}}""", "openai", "ollama.generate")]
    [InlineData("""{"model":"slow:3b","prompt":"x","constraints":{"prefer_local":true,"max_latency_ms":3999}}""", "none", "ollama.generate")]
    [InlineData("""{"model":"llama3.2:3b","prompt":"x","constraints":{"prefer_local":true,"max_latency_ms":1}}""", "both", "ollama.generate")]
    // How it is asked.
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "none", "ollama.chat")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"prompt":"y"}""", "none", "ollama.chat")]
    [InlineData("""{"messages":[],"prompt":"y"}""", "none", "ollama.generate")]
    [InlineData("""{"task":"reason","prompt":"y"}""", "none", "ollama.generate")]
    public void A_request_goes_where_the_classic_rules_send_it(string request, string keys, string kind)
    {
        var route = Requests.Decide(request, Home, Requests.Keys(keys));

        Assert.Equal(kind, route.Kind);
        Assert.StartsWith(route.Provider, kind, StringComparison.Ordinal);
        Assert.NotEmpty(route.Reasons);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "compat.chat", "mlx-community/Qwen3-4B")]
    [InlineData("""{"prompt":"x","constraints":{"prefer_local":true}}""", "compat.chat", "mlx-community/Qwen3-4B")]
    [InlineData("""{"model":"llama3.2:3b","prompt":"x"}""", "ollama.generate", "llama3.2:3b")]
    public void Without_an_online_ollama_a_compatible_node_is_local(string request, string kind, string model)
    {
        var route = Requests.Decide(request, NoOllama);

        Assert.Equal((kind, model), (route.Kind, route.Model));
    }

    [Theory]
    [InlineData("""{"provider":"gemini","prompt":"x"}""", "routing_failed", "provider_not_supported", "provider")]
    [InlineData("""{"provider":"openrouter","task":"embed","prompt":"x"}""", "routing_failed", "provider_not_supported", "provider")]
    [InlineData("""{}""", "routing_failed", "prompt_required", "prompt")]
    [InlineData("""{"task":"embed","messages":[]}""", "routing_failed", "prompt_required", "prompt")]
    [InlineData("""{"provider":"openai","prompt":""}""", "routing_failed", "messages_required", "messages")]
    [InlineData("""{"quality":"best","prompt":"x"}""", "routing_failed", "invalid_quality: best (use turbo|economy|standard|premium|ultra|max)", "quality")]
    [InlineData("""{"messages":"hello"}""", "invalid_json", null, "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},"y"]}""", "invalid_json", null, "messages[1]")]
    [InlineData("""{"messages":[{"role":"user","content":5}]}""", "invalid_json", null, "messages[0].content")]
    [InlineData("""{"messages":[{"role":7,"content":"x"}]}""", "invalid_json", null, "messages[0].role")]
    [InlineData("""{"payload":"text","prompt":"x"}""", "invalid_payload", null, "payload")]
    [InlineData("""{"model":"a\nb","prompt":"x"}""", "invalid_model", null, "model")]
    public void A_request_that_means_nothing_is_refused_with_the_field(string request, string code, string? message, string field)
    {
        var error = Requests.Refuse(request, Home);

        Assert.Equal((400, code, field), (error.Status, error.Code, error.Field));
        Assert.Equal(message ?? error.Message, error.Message);
    }

    [Fact]
    public void Everything_said_reaches_the_payload_also_for_local_models()
    {
        var route = Requests.Decide(
            """
            {"model":"llama3.2:3b","prompt":"Привет","system":"be brief","temperature":0.5,"top_p":0.9,"max_tokens":64,"stop":["END"],"seed":7,
             "options":{"num_ctx":4096},"format":"json","keep_alive":"5m","think":"low","thinking":false,"tools":[{"type":"function"}],"images":["aGk="],
             "payload":null,"priority":9,"quality":"","unknown":1}
            """, Home);

        Assert.Equal(
            """{"model":"llama3.2:3b","system":"be brief","prompt":"Привет","images":["aGk="],"temperature":0.5,"top_p":0.9,"max_tokens":64,"stop":["END"],"seed":7,"options":{"num_ctx":4096},"format":"json","keep_alive":"5m","think":"low","thinking":false,"tools":[{"type":"function"}]}""",
            System.Text.Encoding.UTF8.GetString(route.Payload.Span));
    }

    [Fact]
    public void A_cloud_without_a_model_leaves_it_to_the_worker() =>
        Assert.False(Requests.Json(Requests.Decide("""{"provider":"openai","prompt":"x"}""", Home).Payload).TryGetProperty("model", out _));

    [Theory]
    [InlineData("""{"provider":"ollama","payload":{"model":"m","prompt":"x","odd":[1]}}""", "ollama.generate")]
    [InlineData("""{"provider":"ollama","payload":{"messages":[]}}""", "ollama.chat")]
    [InlineData("""{"task":"embed","payload":{"prompt":"x"}}""", "ollama.embed")]
    [InlineData("""{"provider":"openai","payload":{}}""", "openai.chat")]
    public void A_given_payload_is_kept(string request, string kind)
    {
        var route = Requests.Decide(request, Home);

        Assert.Equal(kind, route.Kind);
        Assert.Equal(Requests.Parse(request).Payload!.Value.GetRawText(), Requests.Json(route.Payload).GetRawText());
    }

    [Fact]
    public void A_model_that_only_a_sleeping_node_has_waits_and_says_so() =>
        Assert.Contains("no online node has llama3.2:3b now; the job waits for one", Requests.Decide("""{"provider":"ollama","model":"llama3.2:3b","prompt":"x"}""", NoOllama).Reasons);

    [Fact]
    public void A_model_nobody_knows_is_asked_for_all_the_same_and_says_so() =>
        Assert.Contains("no known node has missing:1b; the first free one is asked all the same", Requests.Decide("""{"provider":"ollama","model":"missing:1b","prompt":"x"}""", Home).Reasons);
}
