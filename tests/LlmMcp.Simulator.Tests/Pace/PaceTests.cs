using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests.Pace;

public sealed class PaceTests
{
    private static readonly SimulatedNodeOptions TenTokensASecond = new()
    {
        Name = "node",
        Models = [ModelCatalog.Get("llama3.2:1b") with { Script = new AnswerScript("tick tock ", Endless: true) }],
        Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(10, 100) },
    };

    [Fact]
    public async Task Answer_takes_its_tokens_divided_by_the_speed()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(TenTokensASecond, clock);

        var answering = test.GenerateAsync("llama3.2:1b", string.Join(' ', Enumerable.Repeat("word", 199)), options: new { num_predict = 50 });
        await clock.RunUntilAsync(answering);

        var answer = await answering;
        Assert.Equal(200, answer.GetProperty("prompt_eval_count").GetInt32());
        Assert.Equal(2.0, Seconds(answer, "prompt_eval_duration"), 2);
        Assert.Equal(50, answer.GetProperty("eval_count").GetInt32());
        Assert.Equal(5.0, Seconds(answer, "eval_duration"), 2);
        Assert.Equal(7.0, Seconds(answer, "total_duration"), 2);
    }

    [Fact]
    public async Task Load_takes_the_size_divided_by_the_disk_and_a_little_more()
    {
        var clock = new FakeTimeProvider();
        var hardware = HardwareProfiles.Instant with { DiskBytesPerSecond = ModelCatalog.Get("llama3.2:1b").SizeBytes / 4.0 };
        await using var test = await NodeUnderTest.StartAsync(TenTokensASecond with { Hardware = hardware, LoadOverhead = TimeSpan.FromSeconds(1) }, clock);

        var loading = test.GenerateAsync("llama3.2:1b", "x", options: new { num_predict = 1 });
        await clock.RunUntilAsync(loading);

        Assert.Equal(5.0, Seconds(await loading, "load_duration"), 2);
    }

    [Fact]
    public async Task Two_requests_on_one_node_slow_each_other_down()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(TenTokensASecond with { NumParallel = 2, Contention = 1 }, clock);
        await test.GenerateAsync("llama3.2:1b");

        var both = Task.WhenAll(
            test.GenerateAsync("llama3.2:1b", "x", options: new { num_predict = 10 }),
            test.GenerateAsync("llama3.2:1b", "y", options: new { num_predict = 10 }));
        await test.Node.WaitUntilAsync(node => node.Running == 2).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await clock.RunUntilAsync(both);

        Assert.InRange(Seconds((await both)[0], "eval_duration"), 1.5, 2.6);
    }

    [Fact]
    public void Larger_models_are_slower_and_faster_memory_is_faster()
    {
        var small = ModelPace.On(HardwareProfiles.Rtx3060, ModelCatalog.Get("llama3.2:1b"));
        var large = ModelPace.On(HardwareProfiles.Rtx3060, ModelCatalog.Get("qwen2.5:7b"));
        var largeOnPi = ModelPace.On(HardwareProfiles.RaspberryPi5, ModelCatalog.Get("qwen2.5:7b"));

        Assert.InRange(large.TokensPerSecond, 40, 70);
        Assert.True(small.TokensPerSecond > 3 * large.TokensPerSecond);
        Assert.InRange(largeOnPi.TokensPerSecond, 1, 3);
    }

    [Fact]
    public async Task Accelerated_time_shortens_waits_and_stretches_the_clock()
    {
        var time = new AcceleratedTime(1000);
        var started = time.GetTimestamp();
        var wallStarted = TimeProvider.System.GetTimestamp();

        await Task.Delay(TimeSpan.FromSeconds(20), time);

        Assert.True(time.GetElapsedTime(started) >= TimeSpan.FromSeconds(10), "A timer may fire a little early, and a little is a second here, but not ten.");
        Assert.True(TimeProvider.System.GetElapsedTime(wallStarted) < TimeSpan.FromSeconds(10));
    }

    private static double Seconds(System.Text.Json.JsonElement answer, string name) => answer.GetProperty(name).GetInt64() / 1e9;
}
