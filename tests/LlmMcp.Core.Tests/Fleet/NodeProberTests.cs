using System.Net;
using System.Net.Sockets;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Testing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class NodeProberTests : IDisposable
{
    private readonly NodeHttp http = new(TimeProvider.System);

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Ollama_tells_models_capabilities_context_and_what_is_loaded()
    {
        await using var node = await FakeNode.StartAsync();
        node.Answers["/api/version"] = """{"version":"0.33.0-rc2"}""";
        node.Answers["/api/tags"] =
            """
            {"models":[
              {"name":"hello:latest","size":259784,"digest":"d1","details":{"family":"llama","parameter_size":"63K","quantization_level":"F16","context_length":4096},"capabilities":["completion"]},
              {"name":"qwen3:8b","size":5200000000,"digest":"d2","details":{"family":"qwen3","parameter_size":"8.2B","quantization_level":"Q4_K_M"}},
              {"name":"vectors:latest","digest":"d3","details":{}},
              {"name":"","digest":"d4"},{"digest":"d5"},{"name":"bad\u0000name"}]}
            """;
        node.Answers["/api/ps"] = """{"models":[{"name":"qwen3:8b","size_vram":0}]}""";
        node.Answers["/api/show"] = """{"capabilities":["completion","thinking"],"model_info":{"general.architecture":"qwen3","qwen3.context_length":40960,"tokenizer.ggml.tokens":null}}""";

        var answer = Assert.IsType<NodeAnswer.Answered>(await ProbeAsync(node.Url));

        Assert.Equal(Providers.Ollama, answer.Provider);
        Assert.Equal("0.33.0-rc2", answer.Version);
        Assert.Equal(["hello:latest", "qwen3:8b", "vectors:latest"], answer.Models.Select(static model => model.Name));
        var qwen = answer.Models[1];
        Assert.True(qwen is { Kind: "chat", Thinking: true, Loaded: true, ParamsB: 8, Context: 40960, SizeBytes: 5200000000, Family: "qwen3", Quantization: "Q4_K_M", Digest: "d2" });
        Assert.False(answer.Models[0].Loaded);
    }

    [Fact]
    public async Task What_one_node_wants_remembered_is_not_told_to_its_neighbour()
    {
        await using var node = await FakeNode.StartOllamaAsync("a:1b");
        await using var neighbour = await FakeNode.StartOllamaAsync("b:1b");

        await ProbeAsync(node.Url);
        await ProbeAsync(neighbour.Url);

        Assert.Empty(neighbour.Cookies);
    }

    [Fact]
    public async Task A_model_is_shown_once_per_digest()
    {
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b", "copy-of-it:latest");
        node.Answers["/api/tags"] = node.Answers["/api/tags"].Replace("digest-of-copy-of-it:latest", "digest-of-llama3.2:3b", StringComparison.Ordinal);
        node.Answers["/api/show"] = """{"capabilities":["embedding"],"model_info":{"x.context_length":2048}}""";
        var prober = Prober();

        await prober.ProbeAsync(Endpoint(node.Url), anew: true, CancellationToken.None);
        var answer = Assert.IsType<NodeAnswer.Answered>(await prober.ProbeAsync(Endpoint(node.Url), anew: true, CancellationToken.None));

        Assert.Single(node.Asked, "/api/show");
        Assert.All(answer.Models, static model => Assert.True(model is { Kind: "embed", Context: 2048 }));
    }

    [Fact]
    public async Task An_ollama_that_shows_nothing_is_known_by_names()
    {
        await using var node = await FakeNode.StartOllamaAsync("nomic-embed-text:latest", "deepseek-r1:7b", "llama3.2:3b");

        var answer = Assert.IsType<NodeAnswer.Answered>(await ProbeAsync(node.Url));

        Assert.Equal([("embed", false), ("chat", true), ("chat", false)], answer.Models.Select(static model => (model.Kind, model.Thinking)));
    }

    [Fact]
    public async Task A_server_without_a_version_is_compatible_also_when_it_imitates_tags()
    {
        await using var node = await FakeNode.StartAsync();
        node.Answers["/api/tags"] = """{"models":[{"name":"imitation"}]}""";
        node.Answers["/v1/models"] = """{"object":"list","data":[{"id":"tiny-random","object":"model","meta":{"n_ctx_train":2048,"n_params":132160,"size":540000}},{"id":"Qwen/Qwen3-4B","max_model_len":32768}]}""";

        var answer = Assert.IsType<NodeAnswer.Answered>(await ProbeAsync(node.Url));

        Assert.Equal(Providers.Compat, answer.Provider);
        Assert.Equal(["tiny-random", "Qwen/Qwen3-4B"], answer.Models.Select(static model => model.Name));
        Assert.Equal([(2048, 0m), (32768, 4m)], answer.Models.Select(static model => (model.Context!.Value, model.ParamsB!.Value)));
    }

    [Fact]
    public async Task Nothing_in_a_list_of_models_is_no_model()
    {
        await using var ollama = await FakeNode.StartOllamaAsync();
        ollama.Answers["/api/tags"] = """{"models":[null,{"name":"hello:latest","digest":"d1"}]}""";
        ollama.Answers["/api/ps"] = """{"models":[null,{"name":"hello:latest"}]}""";
        await using var compat = await FakeNode.StartAsync();
        compat.Answers["/v1/models"] = """{"data":[null,{"id":"tiny"}]}""";

        var listed = Assert.IsType<NodeAnswer.Answered>(await ProbeAsync(ollama.Url));
        Assert.True(Assert.Single(listed.Models) is { Name: "hello:latest", Loaded: true });
        Assert.Equal("tiny", Assert.Single(Assert.IsType<NodeAnswer.Answered>(await ProbeAsync(compat.Url)).Models).Name);
    }

    [Fact]
    public async Task A_probe_that_breaks_in_an_unknown_way_is_the_failure_of_its_node()
    {
        var prober = new NodeProber(http, Options.Create(new FleetOptions()), new BrokenTime());

        var silent = Assert.IsType<NodeAnswer.Silent>(await prober.ProbeAsync(Endpoint(new Uri("http://127.0.0.1:9")), anew: true, CancellationToken.None));

        Assert.Contains(nameof(InvalidTimeZoneException), silent.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "Ollama is not here")]
    [InlineData("/api/version", "<html>")]
    [InlineData("/api/version", """{"error":"Unexpected endpoint"}""")]
    [InlineData("/api/version", """{"version":"1"}""")]
    [InlineData("/v1/models", "[]")]
    [InlineData("/v1/models", """{"data":null}""")]
    public async Task Something_else_at_the_address_is_silence(string path, string body)
    {
        await using var node = await FakeNode.StartAsync();
        node.Answers[path] = body;

        Assert.IsType<NodeAnswer.Silent>(await ProbeAsync(node.Url));
    }

    [Fact]
    public async Task A_closed_port_and_a_server_that_never_answers_are_silence()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var muteUrl = new Uri($"http://{mute.LocalEndpoint}");
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var closedUrl = new Uri($"http://{closed.LocalEndpoint}");
        closed.Stop();

        var late = Assert.IsType<NodeAnswer.Silent>(await ProbeAsync(muteUrl, TimeSpan.FromMilliseconds(100)));
        Assert.Contains("0.1 s", late.Reason, StringComparison.Ordinal);
        Assert.IsType<NodeAnswer.Silent>(await ProbeAsync(closedUrl));
    }

    [Fact]
    public async Task Lists_are_kept_for_two_minutes_while_the_version_stays_and_what_is_loaded_is_asked_every_time()
    {
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var time = new FakeTimeProvider();
        var prober = new NodeProber(http, Options.Create(new FleetOptions()), time);
        await prober.ProbeAsync(Endpoint(node.Url), anew: false, CancellationToken.None);

        node.SetModels("llama3.2:3b", "qwen3:8b");
        Assert.Single(await ModelsAsync(anew: false));
        Assert.Equal(2, node.Asked.Count(static path => path == "/api/ps"));
        Assert.Equal(2, (await ModelsAsync(anew: true)).Count);

        node.SetModels("llama3.2:3b");
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(2, (await ModelsAsync(anew: false)).Count);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await ModelsAsync(anew: false));

        node.SetModels("new:1b");
        node.Answers["/api/version"] = """{"version":"0.34.0"}""";
        Assert.Equal("new:1b", Assert.Single(await ModelsAsync(anew: false)).Name);

        node.SetModels("new:1b", "pulled:1b");
        node.Answers["/api/ps"] = """{"models":[{"name":"pulled:1b"}]}""";
        Assert.Equal(2, (await ModelsAsync(anew: false)).Count);

        async Task<IReadOnlyList<ProbedModel>> ModelsAsync(bool anew) =>
            Assert.IsType<NodeAnswer.Answered>(await prober.ProbeAsync(Endpoint(node.Url), anew, CancellationToken.None)).Models;
    }

    [Fact]
    public async Task A_server_that_refuses_its_address_is_asked_under_its_names()
    {
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        node.OnlyHost = "box.tail1234.ts.net";
        var prober = Prober();
        var endpoint = Endpoint(node.Url) with { HostHeaders = ["wrong", "box.tail1234.ts.net"] };

        var answer = Assert.IsType<NodeAnswer.Answered>(await prober.ProbeAsync(endpoint, anew: true, CancellationToken.None));

        Assert.Equal(new NodeRoute(node.Url, "box.tail1234.ts.net"), answer.Route);
        node.Asked.Clear();
        await prober.ProbeAsync(endpoint, anew: true, CancellationToken.None);
        // The way that worked is the first to be tried.
        Assert.Single(node.Asked, "/api/version");
    }

    [Fact]
    public async Task The_address_that_answers_wins_whichever_of_them_it_is()
    {
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var nobody = new Uri($"http://{closed.LocalEndpoint}");
        closed.Stop();

        var answer = Assert.IsType<NodeAnswer.Answered>(await Prober().ProbeAsync(Endpoint(nobody) with { Addresses = [nobody, node.Url] }, anew: true, CancellationToken.None));

        Assert.Equal(node.Url, answer.Route.Url);
    }

    [Theory]
    [InlineData("tinyllama:1.1b", 2_048)]
    [InlineData("yi:6b", 4_096)]
    [InlineData("qwen3:8b", 32_768)]
    [InlineData("Qwen2.5-Coder:7b", 32_768)]
    [InlineData("smollm2:135m", 32_768)]
    [InlineData("llama3.2:3b", 131_072)]
    [InlineData("qwen3-vl:8b", 131_072)]
    [InlineData("phi3.5:3.8b", 131_072)]
    [InlineData("phi4-reasoning:14b", 16_384)]
    [InlineData("nomic-embed-text:latest", 8_192)]
    [InlineData("gemma3:4b", 8_192)]
    [InlineData("embeddinggemma:300m", 8_192)]
    [InlineData("mistral:7b", 4_096)]
    public void A_context_nobody_tells_is_guessed_from_the_name(string name, int tokens) => Assert.Equal(tokens, ModelTraits.LikelyContext(name));

    [Fact]
    public async Task Canceling_ends_the_probe()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Prober().ProbeAsync(Endpoint(new Uri("http://127.0.0.1:9")), anew: true, canceled.Token));
    }

    private Task<NodeAnswer> ProbeAsync(Uri url, TimeSpan? timeout = null) => Prober(timeout).ProbeAsync(Endpoint(url), anew: true, CancellationToken.None);

    private NodeProber Prober(TimeSpan? timeout = null) =>
        new(http, Options.Create(new FleetOptions { ProbeTimeout = timeout ?? TimeSpan.FromSeconds(30) }), TimeProvider.System);

    private static NodeEndpoint Endpoint(Uri url) => new("node", "node", url, Providers.Ollama, "test");

    private sealed class BrokenTime : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidTimeZoneException();
    }
}
