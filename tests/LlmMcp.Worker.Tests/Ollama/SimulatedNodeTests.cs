using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Ollama;

/// <summary>The executors against a whole simulated node, natively and through its OpenAI-compatible routes.</summary>
public sealed class SimulatedNodeTests : IAsyncLifetime
{
    private const string Chat = """{"model":"qwen3:8b","messages":[{"role":"user","content":"Why is the sky blue?"}],"seed":1,"max_tokens":60}""";

    private readonly ExecutorBench _bench = new();
    private SimulatedFleet _fleet = null!;

    private SimulatedNode Node => _fleet.Nodes[0];

    public async Task InitializeAsync() => _fleet = await SimulatedFleet.StartAsync(FleetOptions.OneNode("qwen3:8b", "llama3.2:1b", "nomic-embed-text"));

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData(JobKinds.OllamaChat)]
    [InlineData(JobKinds.CompatChat)]
    public async Task A_thinking_model_answers_and_its_thought_is_kept_apart(string kind)
    {
        var result = await _bench.ResultAsync(kind, Chat, Node.BaseUrl.ToString());
        Assert.NotEqual("", (string?)result["response"]);
        Assert.NotEqual("", (string?)result["thinking"]);
        Assert.True((int?)result["tokens_out"] > 0);
        Assert.Equal((string?)result["response"], _bench.Sink.Response);
        Assert.Equal((string?)result["thinking"], _bench.Sink.Thinking);
    }

    [Theory]
    [InlineData(JobKinds.OllamaGenerate, """{"model":"llama3.2:1b","prompt":"hi","thinking":true}""")]
    [InlineData(JobKinds.OllamaGenerate, """{"model":"llama3.2:1b","prompt":"hi","thinking":false}""")]
    public async Task A_wish_about_thinking_does_not_break_a_model_that_cannot_think(string kind, string payload) =>
        Assert.NotEqual("", (string?)(await _bench.ResultAsync(kind, payload, Node.BaseUrl.ToString()))["response"]);

    [Fact]
    public async Task Embeddings_come_raw_and_in_batches()
    {
        var one = await _bench.ResultAsync(JobKinds.OllamaEmbed, """{"model":"nomic-embed-text","prompt":"hi"}""", Node.BaseUrl.ToString());
        Assert.Equal(768, ((JsonArray)one["data"]!["embedding"]!).Count);
        var two = await _bench.ResultAsync(JobKinds.OllamaEmbed, """{"model":"nomic-embed-text","input":["hi","ho"]}""", Node.BaseUrl.ToString());
        Assert.Equal(2, ((JsonArray)two["data"]!["embeddings"]!).Count);
        var compat = await _bench.ResultAsync(JobKinds.CompatEmbed, """{"model":"nomic-embed-text","input":"hi"}""", Node.BaseUrl.ToString());
        Assert.Equal(768, ((JsonArray)compat["data"]!["embedding"]!).Count);
    }

    [Theory]
    [InlineData(JobKinds.OllamaChat, FaultKind.Break, ErrorClass.StreamBroken)]
    [InlineData(JobKinds.OllamaChat, FaultKind.Error, ErrorClass.ServerError)]
    [InlineData(JobKinds.OllamaChat, FaultKind.Busy, ErrorClass.Overloaded)]
    [InlineData(JobKinds.OllamaChat, FaultKind.Refuse, ErrorClass.Unreachable)]
    [InlineData(JobKinds.CompatChat, FaultKind.Break, ErrorClass.StreamBroken)]
    [InlineData(JobKinds.CompatChat, FaultKind.Error, ErrorClass.ServerError)]
    [InlineData(JobKinds.CompatChat, FaultKind.Busy, ErrorClass.Overloaded)]
    [InlineData(JobKinds.CompatChat, FaultKind.Refuse, ErrorClass.Unreachable)]
    public async Task Faults_have_the_class_they_deserve(string kind, FaultKind fault, string errorClass)
    {
        var address = Node.BaseUrl.ToString();
        await Node.BreakAsync(new Fault { Kind = fault });
        Assert.Equal(errorClass, (await _bench.FailureAsync(kind, Chat, address)).ErrorClass);
    }

    [Theory]
    [InlineData(JobKinds.OllamaChat)]
    [InlineData(JobKinds.CompatChat)]
    public async Task A_node_that_vanishes_in_the_middle_is_never_taken_for_an_answer(string kind)
    {
        // A reset throws away what lies unread in the socket, so whether a first byte was seen is up to the network.
        await Node.BreakAsync(new Fault { Kind = FaultKind.Break, Abort = true });
        var failure = await _bench.FailureAsync(kind, Chat, Node.BaseUrl.ToString());
        Assert.Contains(failure.ErrorClass, new[] { ErrorClass.StreamBroken, ErrorClass.Unreachable });
    }

    [Theory]
    [InlineData(JobKinds.OllamaChat)]
    [InlineData(JobKinds.CompatChat)]
    public async Task A_model_the_node_does_not_have_is_missing(string kind) =>
        Assert.Equal(ErrorClass.ModelMissing, (await _bench.FailureAsync(kind, """{"model":"nope","prompt":"hi"}""", Node.BaseUrl.ToString())).ErrorClass);
}
