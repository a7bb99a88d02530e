using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests.Runners;

public sealed class KeepAliveTests
{
    private static readonly SimulatedNodeOptions Options = new() { Name = "node", Models = [ModelCatalog.Get("llama3.2:1b"), ModelCatalog.Get("qwen3:1.7b")] };

    [Fact]
    public async Task Model_is_unloaded_five_minutes_after_its_last_request()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options, clock);
        await test.GenerateAsync("llama3.2:1b", "hi");

        clock.Advance(TimeSpan.FromMinutes(4));
        await test.GenerateAsync("llama3.2:1b", "hi again");
        clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());

        clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Empty(await test.LoadedAsync());
    }

    [Fact]
    public async Task Keep_alive_of_a_request_sticks_to_the_runner()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options, clock);
        await test.GenerateAsync("llama3.2:1b", "hi", keepAlive: "20m");
        await test.GenerateAsync("llama3.2:1b", "hi");
        // The time that counts begins when the request gives its slot back, a moment after its answer was read.
        await test.Node.WaitUntilAsync(static node => node.Running == 0);

        clock.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await test.LoadedAsync());
    }

    [Fact]
    public async Task Negative_keep_alive_keeps_the_model_for_ever()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options, clock);
        await test.GenerateAsync("llama3.2:1b", "hi", keepAlive: -1);

        clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());
    }

    [Fact]
    public async Task Number_means_seconds()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(Options, clock);
        await test.GenerateAsync("llama3.2:1b", "hi", keepAlive: 30);

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(await test.LoadedAsync());
    }

    [Fact]
    public async Task Zero_unloads_after_the_answer_and_an_empty_prompt_with_zero_unloads_at_once()
    {
        await using var test = await NodeUnderTest.StartAsync(Options);
        await test.GenerateAsync("qwen3:1.7b");
        await test.GenerateAsync("llama3.2:1b", "hi", keepAlive: 0);
        Assert.Equal(["qwen3:1.7b"], await test.LoadedAsync());

        var unloaded = await test.GenerateAsync("qwen3:1.7b", keepAlive: 0);

        Assert.Equal("unload", unloaded.GetProperty("done_reason").GetString());
        Assert.Empty(await test.LoadedAsync());
    }

    [Fact]
    public async Task Unloading_a_model_at_work_waits_for_its_request()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(
            Options with { Paces = new Dictionary<string, Simulator.Pace.ModelPace> { ["llama3.2:1b"] = new(1, double.PositiveInfinity) } }, clock);
        var working = test.GenerateAsync("llama3.2:1b", "hi", options: new { num_predict = 2 });
        await test.Node.WaitUntilAsync(node => node.Running == 1);

        await test.GenerateAsync("llama3.2:1b", keepAlive: 0);
        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());

        await clock.RunUntilAsync(working);
        Assert.Equal("length", (await working).GetProperty("done_reason").GetString());
        await test.Node.WaitUntilAsync(node => node.Loaded.Count == 0).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }
}
