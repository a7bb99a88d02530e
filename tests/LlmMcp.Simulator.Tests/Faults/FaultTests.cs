using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests.Faults;

public sealed class FaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly SimulatedNodeOptions Options = new() { Name = "node", Models = [ModelCatalog.Get("llama3.2:1b"), ModelCatalog.Get("qwen3:1.7b")] };

    [Fact]
    public async Task Node_that_is_off_refuses_connections_and_comes_back_on_the_same_port()
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        await test.GenerateAsync("llama3.2:1b", "x");
        var address = test.Node.BaseUrl;

        for (var round = 0; round < 20; round++)
        {
            await test.Node.GoOfflineAsync();
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => test.GenerateAsync("llama3.2:1b", "x"));
            Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(refused.InnerException).SocketErrorCode);

            await test.Node.GoOnlineAsync();
            Assert.Equal(address, test.Node.BaseUrl);
            Assert.Empty(await test.LoadedAsync());
            await test.GenerateAsync("llama3.2:1b", "x");
        }
    }

    [Fact]
    public async Task Switching_a_node_off_cuts_what_is_running()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options with { Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(1, double.PositiveInfinity) } }, clock);
        var working = test.GenerateAsync("llama3.2:1b", "x");
        await test.Node.WaitUntilAsync(node => node.Running == 1).WaitAsync(Patience, TimeProvider.System);

        await test.Node.GoOfflineAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => working);
        await test.Node.WaitUntilAsync(node => node is { Running: 0, Loaded: [], Online: false, Aborted: 1 }).WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task Hang_answers_nothing_until_the_client_gives_up()
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Hang, Model = "qwen3:1.7b" });
        using var leaving = new CancellationTokenSource();

        var hanging = test.GenerateAsync("qwen3:1.7b", "x", cancellationToken: leaving.Token);
        await test.GenerateAsync("llama3.2:1b", "the other model answers");
        Assert.False(hanging.IsCompleted);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Slow_takes_so_many_times_as_long()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options with { Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(10, double.PositiveInfinity) } }, clock);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Slow, Factor = 5 });

        var slow = test.GenerateAsync("llama3.2:1b", "x", options: new { num_predict = 10 });
        await clock.RunUntilAsync(slow);

        Assert.InRange((await slow).GetProperty("eval_duration").GetInt64() / 1e9, 5, 5.5);
    }

    [Fact]
    public async Task Break_with_abort_cuts_the_connection_in_the_middle_of_the_stream()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options with { Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(1, double.PositiveInfinity) } }, clock);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Break, AfterChunks = 4, Abort = true, Next = 1 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = JsonContent.Create(new { model = "llama3.2:1b", prompt = "x" }) };
        var sending = test.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await NextTokenAsync(clock);
        using var response = await sending;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var line = 0; line < 3; line++)
        {
            Assert.Contains("\"done\":false", await reader.ReadLineAsync(), StringComparison.Ordinal);
            await NextTokenAsync(clock);
        }

        // The fourth chunk and the cut come at one moment, and a reset may overtake it.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var line = 3; line < 5; line++)
            {
                Assert.NotNull(await reader.ReadLineAsync());
            }
        });
        await test.Node.WaitUntilAsync(node => node is { Failed: 1, Running: 0 }).WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task Break_before_the_first_chunk_is_a_plain_error()
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Break, AfterChunks = 0, Text = "out of memory" });

        using var response = await test.Http.PostAsJsonAsync("/api/generate", new { model = "llama3.2:1b", prompt = "x" });

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("""{"error":"out of memory"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fault_of_a_model_leaves_the_others_alone_and_ends_after_its_count()
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Error, Model = "llama3.2:1b", Status = 502, Text = "bad", Next = 2 });

        Assert.Equal("stop", await OutcomeAsync(test, "qwen3:1.7b"));
        Assert.Equal("bad", await OutcomeAsync(test, "llama3.2:1b"));
        Assert.Equal("bad", await OutcomeAsync(test, "llama3.2:1b"));
        Assert.Equal("stop", await OutcomeAsync(test, "llama3.2:1b"));
        Assert.Empty(test.Node.Faults);
    }

    [Fact]
    public async Task Probability_hits_the_same_requests_for_the_same_seed()
    {
        await using var first = await NodeUnderTest.StartAsync(Options);
        await using var second = await NodeUnderTest.StartAsync(Options);
        var outcomes = new List<string>();
        foreach (var test in new[] { first, second })
        {
            await test.Node.BreakAsync(new Fault { Kind = FaultKind.Busy, Probability = 0.4, Seed = 11 });
            for (var request = 0; request < 40; request++)
            {
                outcomes.Add(await OutcomeAsync(test, "llama3.2:1b"));
            }
        }

        Assert.Equal(outcomes[..40], outcomes[40..]);
        Assert.InRange(outcomes[..40].Count(outcome => outcome != "stop"), 8, 24);
    }

    [Fact]
    public async Task Fault_for_some_seconds_ends_by_the_clock()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options, clock);
        await test.Node.BreakAsync(new Fault { Kind = FaultKind.Refuse, ForSeconds = 60 });
        Assert.False(test.Node.IsOnline);

        clock.Advance(TimeSpan.FromSeconds(61));

        await test.Node.WaitUntilAsync(node => node.Online).WaitAsync(Patience, TimeProvider.System);
        Assert.Equal("stop", await OutcomeAsync(test, "llama3.2:1b"));
    }

    [Fact]
    public async Task Control_api_breaks_and_repairs_any_node_through_any_other()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [Options with { Name = "a" }, Options with { Name = "b" }] });
        using var http = new HttpClient { BaseAddress = fleet["a"].BaseUrl };

        using var set = await http.PostAsJsonAsync("/sim/faults?node=b", new { kind = "refuse" });
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        Assert.False(fleet["b"].IsOnline);
        Assert.True(fleet["a"].IsOnline);

        using var everywhere = await http.PostAsJsonAsync("/sim/faults?node=*", new { kind = "slow", factor = 2, model = "llama3.2:1b" });
        Assert.Equal(2, (await everywhere.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
        Assert.Equal(3, (await http.GetFromJsonAsync<JsonElement>("/sim/faults?node=*")).GetArrayLength());

        using var cleared = await http.DeleteAsync("/sim/faults?node=*");
        Assert.Equal(HttpStatusCode.OK, cleared.StatusCode);
        Assert.True(fleet["b"].IsOnline);
        var state = await http.GetFromJsonAsync<JsonElement>("/sim/state");
        Assert.Equal(["a", "b"], state.EnumerateArray().Select(node => node.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""{"kind":"explode"}""")]
    [InlineData("""{"kind":"slow","factor":0}""")]
    [InlineData("""{"kind":"busy","probability":2}""")]
    [InlineData("""{"kind":"busy","nxt":1}""")]
    [InlineData("""{"factor":1}""")]
    [InlineData("""{""")]
    public async Task Control_api_refuses_what_is_not_a_fault(string body)
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        using var content = new StringContent(body);

        using var response = await test.Http.PostAsync("/sim/faults", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(test.Node.Faults);
    }

    /// <summary>At one token a second: the next one, and no more.</summary>
    private static async Task NextTokenAsync(FakeTimeProvider clock)
    {
        await clock.WaitForArmedTimersAsync(1).WaitAsync(Patience, TimeProvider.System);
        clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<string> OutcomeAsync(NodeUnderTest test, string model)
    {
        var answer = await test.GenerateAsync(model, "x");
        return (answer.TryGetProperty("error", out var error) ? error : answer.GetProperty("done_reason")).GetString()!;
    }
}
