using LlmMcp.Core.Fleet;
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
            new FleetWriter(database.Database, options), cache, [offline], options, TimeProvider.System);

        var found = await watch.RunOnceAsync(CancellationToken.None);
        var device = Assert.Single(cache.Current.OnlineWith("ollama", "llama3.2:3b"));
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
            new FleetWriter(database.Database, options), cache, [offline], options, TimeProvider.System);
        await watch.RunOnceAsync(CancellationToken.None);
        var id = cache.Current.Online("ollama").Single().Id;

        await watch.TakeOfflineAsync(id, "refused", hold: false, CancellationToken.None);
        await watch.TakeOfflineAsync(id, "refused", hold: false, CancellationToken.None);

        Assert.Equal([id], offline.Ids);
        Assert.Empty(cache.Current.Online("ollama"));
        Assert.True(await watch.TakeOnlineAsync(id, CancellationToken.None));
        Assert.NotEmpty(cache.Current.Online("ollama"));
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
