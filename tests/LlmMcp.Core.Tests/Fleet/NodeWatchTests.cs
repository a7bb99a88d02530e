using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class NodeWatchTests
{
    [Fact]
    public async Task A_round_finds_nodes_and_tells_who_fell_silent()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var options = Options.Create(new FleetOptions { OllamaBaseUrl = node.Url.ToString(), OllamaExtraEndpoints = $"again={node.Url}" });
        using var http = new NodeHttp(TimeProvider.System);
        using var cache = new FleetCache(database.Reader);
        var offline = new OfflineLog();
        var changes = 0;
        cache.Changed += () => changes++;
        await using var watch = new NodeWatch(
            [new ConfiguredSource(options)], new NodeResolver(TimeProvider.System), new NodeProber(http, options, TimeProvider.System),
            new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options), cache, [offline], options, TimeProvider.System);

        var found = await watch.RunOnceAsync(CancellationToken.None);
        var device = Assert.Single(cache.Current.Online("ollama"), static device => device.Models.Contains("llama3.2:3b"));
        await watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal((1, 0), (found.Answered, found.Silent.Count));
        Assert.Equal(1, changes);

        node.Answers.Clear();
        await watch.RunOnceAsync(CancellationToken.None);
        await database.RunAsync("update devices set missed_at = missed_at - interval '1 minute'");
        var lost = await watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal([device.Id], lost.WentOffline);
        Assert.Equal([device.Id], offline.Ids);
        Assert.Empty(cache.Current.Online("ollama"));
        Assert.Equal(2, changes);
    }

    [Fact]
    public async Task A_reported_device_is_out_of_the_snapshot_at_once()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var options = Options.Create(new FleetOptions { OllamaBaseUrl = node.Url.ToString() });
        using var http = new NodeHttp(TimeProvider.System);
        using var cache = new FleetCache(database.Reader);
        var offline = new OfflineLog();
        await using var watch = new NodeWatch(
            [new ConfiguredSource(options)], new NodeResolver(TimeProvider.System), new NodeProber(http, options, TimeProvider.System),
            new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options), cache, [offline], options, TimeProvider.System);
        await watch.RunOnceAsync(CancellationToken.None);
        var id = cache.Current.Online("ollama").Single().Id;

        await watch.TakeOfflineAsync(id, "refused", hold: false, CancellationToken.None);
        await watch.TakeOfflineAsync(id, "refused", hold: false, CancellationToken.None);

        Assert.Equal([id], offline.Ids);
        Assert.Empty(cache.Current.Online("ollama"));
        Assert.True(await watch.TakeOnlineAsync(id, CancellationToken.None));
        Assert.NotEmpty(cache.Current.Online("ollama"));
    }

    [Fact]
    public async Task A_host_is_looked_for_on_every_port_and_goes_with_all_of_them()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var source = new FakeSource { Found = [Host(node.Url)] };
        var offline = new OfflineLog();
        await using var stage = new Stage(database, new FleetOptions { OllamaPorts = $"{node.Url.Port},nonsense" }, offline, source);

        var report = await stage.Watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal((2, 1, 0), (report.Found, report.Answered, report.Silent.Count));
        Assert.Contains("nonsense", Assert.Single(report.Mistakes), StringComparison.Ordinal);
        var port = stage.Cache.Current.Devices[$"box.ts.net.:{node.Url.Port}"];
        Assert.True(port is { Online: true, ParentId: "box.ts.net.", Provider: "ollama" });
        Assert.Equal("none", stage.Cache.Current.Devices["box.ts.net."].Provider);

        source.Found = [Host(node.Url) with { Gone = "offline" }];
        node.Asked.Clear();
        await stage.Watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal([port.Id, "box.ts.net."], offline.Ids.OrderDescending(StringComparer.Ordinal));
        Assert.Empty(node.Asked);

        source.Found = [];
        await stage.Watch.RunOnceAsync(CancellationToken.None);
        Assert.DoesNotContain(stage.Cache.Current.Devices.Keys, static id => id.StartsWith("box", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_budget_does_not_reach_is_not_probed_and_comes_first_next_time()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();
        var options = new FleetOptions { OllamaBaseUrl = $"{node.Url},http://{mute.LocalEndpoint}", RoundBudget = TimeSpan.FromSeconds(2), ProbeTimeout = TimeSpan.FromMinutes(1) };
        await using var stage = new Stage(database, options, new OfflineLog(), new ConfiguredSource(Options.Create(options)));

        var report = await stage.Watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal((2, 1, 0, 1), (report.Found, report.Answered, report.Silent.Count, report.NotProbed));
        Assert.Equal(["1"], await database.ListAsync("select report ->> 'not_probed' from discovery_last"));
    }

    [Fact]
    public async Task Who_answered_last_time_is_asked_once_more_before_its_silence_counts()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var options = new FleetOptions { OllamaBaseUrl = $"{node.Url}" };
        await using var stage = new Stage(database, options, new OfflineLog(), new ConfiguredSource(Options.Create(options)));
        await stage.Watch.RunOnceAsync(CancellationToken.None);

        // Both questions that tell what it is.
        node.Deaf = 2;
        Assert.Equal(1, (await stage.Watch.RunOnceAsync(CancellationToken.None)).Answered);

        node.Deaf = 4;
        Assert.Equal(0, (await stage.Watch.RunOnceAsync(CancellationToken.None)).Answered);

        // Silent already: one try is enough.
        node.Deaf = 2;
        Assert.Equal((0, 0), ((await stage.Watch.RunOnceAsync(CancellationToken.None)).Answered, node.Deaf));
    }

    [Fact]
    public async Task One_node_is_asked_on_demand_and_the_others_are_not()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var asked = await FakeNode.StartOllamaAsync("llama3.2:3b");
        await using var other = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var options = new FleetOptions { OllamaBaseUrl = "", OllamaExtraEndpoints = $"asked={asked.Url},other={other.Url}" };
        var offline = new OfflineLog();
        await using var stage = new Stage(database, options, offline, new ConfiguredSource(Options.Create(options)));
        await stage.Watch.RunOnceAsync(CancellationToken.None);
        other.Asked.Clear();

        Assert.IsType<NodeAnswer.Answered>(await stage.Watch.ProbeAsync("extra:asked", CancellationToken.None));

        // One silence is not enough, also on demand; two that lie apart are.
        asked.Answers.Clear();
        Assert.IsType<NodeAnswer.Silent>(await stage.Watch.ProbeAsync("extra:asked", CancellationToken.None));
        Assert.True(stage.Cache.Current.Devices["extra:asked"].Online);
        await database.RunAsync("update devices set missed_at = missed_at - interval '1 minute'");
        Assert.IsType<NodeAnswer.Silent>(await stage.Watch.ProbeAsync("extra:asked", CancellationToken.None));

        Assert.False(stage.Cache.Current.Devices["extra:asked"].Online);
        Assert.Equal(["extra:asked"], offline.Ids);
        Assert.True(stage.Cache.Current.Devices["extra:other"].Online);
        Assert.Empty(other.Asked);
        Assert.Null(await stage.Watch.ProbeAsync("extra:nobody", CancellationToken.None));
    }

    [Fact]
    public async Task The_port_of_a_silent_host_is_asked_with_it()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var source = new FakeSource { Found = [Host(node.Url)] };
        await using var stage = new Stage(database, new FleetOptions { OllamaPorts = $"{node.Url.Port}" }, new OfflineLog(), source);

        // Before the first round there is nobody to ask yet; it is run then.
        Assert.IsType<NodeAnswer.HostOnly>(await stage.Watch.ProbeAsync("box.ts.net.", CancellationToken.None));

        Assert.True(stage.Cache.Current.Devices[$"box.ts.net.:{node.Url.Port}"].Online);
        Assert.True(stage.Cache.Current.Devices["box.ts.net."].Online);
    }

    [Fact]
    public async Task The_Ollama_nobody_named_is_a_device_from_its_first_answer_on()
    {
        var guessed = Assert.Single(ConfiguredNodes.From(new FleetOptions(), "hub").Nodes);
        var named = Assert.Single(ConfiguredNodes.From(new FleetOptions { OllamaBaseUrl = "http://127.0.0.1:11434" }, "hub").Nodes);
        Assert.Equal((true, false), (guessed.OnlyIfAnswers, named.OnlyIfAnswers));
        Assert.Equal(named.BaseUrl, guessed.BaseUrl);

        await using var database = await FleetDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        var answers = node.Answers.ToList();
        node.Answers.Clear();
        var source = new FakeSource { Found = [guessed with { BaseUrl = node.Url, Addresses = [node.Url], OnEveryPort = false }] };
        await using var stage = new Stage(database, new FleetOptions(), new OfflineLog(), source);
        await stage.Watch.RunOnceAsync(CancellationToken.None);
        Assert.DoesNotContain(guessed.Id, stage.Cache.Current.Devices.Keys);

        answers.ForEach(answer => node.Answers[answer.Key] = answer.Value);
        await stage.Watch.RunOnceAsync(CancellationToken.None);
        Assert.True(stage.Cache.Current.Devices[guessed.Id].Online);
    }

    [Fact]
    public void Numbered_nodes_have_their_own_concurrency()
    {
        var configured = ConfiguredNodes.From(
            new FleetOptions
            {
                OllamaBaseUrl = "",
                Numbered = new()
                {
                    ["10"] = new NumberedNode { Url = "10.0.0.10:11434" },
                    ["2"] = new NumberedNode { Url = "http://10.0.0.2:11434/v1", MaxConcurrency = 4 },
                    ["3"] = new NumberedNode { Url = "10.0.0.3", MaxConcurrency = 0 },
                    ["4"] = new NumberedNode { MaxConcurrency = 2 },
                },
            },
            "hub");

        Assert.Equal([("ollama:10.0.0.2", 4), ("ollama:10.0.0.3", null), ("ollama:10.0.0.10", (int?)null)], configured.Nodes.Select(static node => (node.Id, node.Slots)));
        Assert.Equal("http://10.0.0.2:11434/", configured.Nodes[0].BaseUrl.AbsoluteUri);
        Assert.Equal([false, true, false], configured.Nodes.Select(static node => node.OnEveryPort));
        Assert.Equal(2, configured.Mistakes.Count);
    }

    private static NodeEndpoint Host(Uri url) => new("box.ts.net.", "box", NodeUrl.WithPort(url, NodeUrl.OllamaPort), "ollama", "tailscale") { OnlyIfAnswers = true, OnEveryPort = true };

    private sealed class Stage : IAsyncDisposable
    {
        private readonly NodeHttp http = new(TimeProvider.System);

        public Stage(FleetDatabase database, FleetOptions settings, OfflineLog offline, params INodeSource[] sources)
        {
            var options = Options.Create(settings);
            Cache = new FleetCache(database.Reader);
            Watch = new NodeWatch(
                sources, new NodeResolver(TimeProvider.System), new NodeProber(http, options, TimeProvider.System), new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options),
                Cache, [offline], options, TimeProvider.System);
        }

        public FleetCache Cache { get; }

        public NodeWatch Watch { get; }

        public async ValueTask DisposeAsync()
        {
            await Watch.DisposeAsync();
            Cache.Dispose();
            http.Dispose();
        }
    }

    private sealed class FakeSource : INodeSource
    {
        public IReadOnlyList<NodeEndpoint> Found { get; set; } = [];

        public Task<FoundNodes> FindAsync(bool anew, CancellationToken cancellationToken) => Task.FromResult(new FoundNodes(Found, []));
    }

    private sealed class OfflineLog : IDeviceOfflineHandler
    {
        public List<string> Ids { get; } = [];

        public Task OnOfflineAsync(IReadOnlyList<string> deviceIds, CancellationToken cancellationToken)
        {
            Ids.AddRange(deviceIds);
            return Task.CompletedTask;
        }
    }
}
