using System.Net;
using System.Net.Http.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests.Runners;

public sealed class SlotsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly SimulatedNodeOptions OneTokenASecond = new()
    {
        Name = "node",
        Models = [ModelCatalog.Get("llama3.2:1b"), ModelCatalog.Get("llama3.2:3b"), ModelCatalog.Get("qwen3:1.7b")],
        Paces = new Dictionary<string, ModelPace>
        {
            ["llama3.2:1b"] = new(1, double.PositiveInfinity),
            ["llama3.2:3b"] = new(1, double.PositiveInfinity),
        },
    };

    [Fact]
    public async Task Requests_for_a_loaded_model_wait_without_limit_and_never_run_above_its_slots()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { NumParallel = 3, MaxQueue = 0 }, clock);
        await test.GenerateAsync("llama3.2:1b");

        var requests = Task.WhenAll(Enumerable.Range(0, 20).Select(index => test.GenerateAsync("llama3.2:1b", $"request {index}", options: new { num_predict = 2 })));
        await test.Node.WaitUntilAsync(node => node is { Running: 3, Queued: 17 }).WaitAsync(Patience, TimeProvider.System);
        await clock.RunUntilAsync(requests);

        var after = await test.Node.WaitUntilAsync(node => node.Served == 21).WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(3, Assert.Single(after.Loaded).MaxRunningSeen);
        Assert.All(await requests, answer => Assert.Equal(2, answer.GetProperty("eval_count").GetInt32()));
    }

    [Fact]
    public async Task Request_that_needs_a_load_waits_until_the_runner_in_its_way_is_idle()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { MaxLoadedModels = 1 }, clock);
        var first = test.GenerateAsync("llama3.2:1b", "first", options: new { num_predict = 3 });
        await test.Node.WaitUntilAsync(node => node.Running == 1).WaitAsync(Patience, TimeProvider.System);

        var second = test.GenerateAsync("qwen3:1.7b", "second", options: new { num_predict = 3 });
        await test.Node.WaitUntilAsync(node => node.Queued == 1).WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(["llama3.2:1b"], await test.LoadedAsync());

        await clock.RunUntilAsync(Task.WhenAll(first, second));
        Assert.Equal(["qwen3:1.7b"], await test.LoadedAsync());
    }

    [Fact]
    public async Task Queue_of_loads_refuses_when_it_is_full()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { MaxLoadedModels = 1, MaxQueue = 2 }, clock);
        using var leaving = new CancellationTokenSource();
        Task[] waiting = [test.GenerateAsync("llama3.2:1b", "busy", cancellationToken: leaving.Token)];
        await test.Node.WaitUntilAsync(node => node.Running == 1).WaitAsync(Patience, TimeProvider.System);
        waiting = [.. waiting, .. Enumerable.Range(0, 3).Select(_ => test.GenerateAsync("llama3.2:3b", "waits", cancellationToken: leaving.Token))];
        await test.Node.WaitUntilAsync(node => node.Queued == 3).WaitAsync(Patience, TimeProvider.System);

        using var refused = await test.Http.PostAsJsonAsync("/api/chat", new { model = "qwen3:1.7b", messages = new[] { new { role = "user", content = "x" } } });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("""{"error":"server busy, please try again.  maximum pending requests exceeded"}""", await refused.Content.ReadAsStringAsync());
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }

    [Fact]
    public async Task Client_that_leaves_frees_its_slot_for_the_next()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond, clock);
        using var leaving = new CancellationTokenSource();
        var first = test.GenerateAsync("llama3.2:1b", "first", cancellationToken: leaving.Token);
        await test.Node.WaitUntilAsync(node => node.Running == 1).WaitAsync(Patience, TimeProvider.System);
        var second = test.GenerateAsync("llama3.2:1b", "second", options: new { num_predict = 1 });
        await test.Node.WaitUntilAsync(node => node.Queued == 1).WaitAsync(Patience, TimeProvider.System);

        // Time stands still: only the leaving can free the slot.
        await leaving.CancelAsync();
        await test.Node.WaitUntilAsync(node => node is { Running: 1, Queued: 0, Aborted: 1 }).WaitAsync(Patience, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await clock.RunUntilAsync(second);
    }

    [Fact]
    public async Task Client_that_leaves_while_waiting_is_forgotten()
    {
        var clock = new FakeTimeProvider();
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { Hardware = HardwareProfiles.MiniPc }, clock);
        using var leaving = new CancellationTokenSource();
        var loading = test.GenerateAsync("llama3.2:3b", "never loaded", cancellationToken: leaving.Token);
        await test.Node.WaitUntilAsync(node => node is { Loaded: [{ Loading: true, Waiting: 1 }] }).WaitAsync(Patience, TimeProvider.System);

        await leaving.CancelAsync();

        await test.Node.WaitUntilAsync(node => node is { Loaded: [], Queued: 0, Aborted: 1 }).WaitAsync(Patience, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }

    [Fact]
    public async Task Two_names_of_one_blob_share_a_runner()
    {
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { Paces = new Dictionary<string, ModelPace>() });
        using var copied = await test.Http.PostAsJsonAsync("/api/copy", new { source = "llama3.2:1b", destination = "mine" });
        copied.EnsureSuccessStatusCode();

        await test.GenerateAsync("llama3.2:1b", "x");
        await test.GenerateAsync("mine", "x");

        Assert.Equal(1, test.Node.Snapshot().Loads);
    }

    [Fact]
    public async Task Other_context_length_loads_the_model_again()
    {
        await using var test = await NodeUnderTest.StartAsync(OneTokenASecond with { Paces = new Dictionary<string, ModelPace>() });
        await test.GenerateAsync("llama3.2:1b", "x");
        await test.GenerateAsync("llama3.2:1b", "x", options: new { num_ctx = 8192 });
        await test.GenerateAsync("llama3.2:1b", "x");

        var snapshot = test.Node.Snapshot();
        Assert.Equal(2, snapshot.Loads);
        Assert.Equal(8192, Assert.Single(snapshot.Loaded).ContextLength);
    }

    [Fact]
    public async Task Model_too_large_for_the_machine_is_refused()
    {
        await using var test = await NodeUnderTest.StartAsync(new SimulatedNodeOptions { Name = "pi", Hardware = HardwareProfiles.RaspberryPi5, Models = [ModelCatalog.Get("qwen2.5:14b")] });

        var refused = await test.GenerateAsync("qwen2.5:14b", "x");

        Assert.Equal("model requires more system memory (9.6 GiB) than is available (6.0 GiB)", refused.GetProperty("error").GetString());
    }
}
