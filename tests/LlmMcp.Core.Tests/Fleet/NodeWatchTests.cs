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
        var watch = new NodeWatch(
            new NodeProber(http, options, TimeProvider.System), new NodeResolver(TimeProvider.System), new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options), cache, [offline], options, TimeProvider.System);

        var found = await watch.RunOnceAsync(CancellationToken.None);
        var device = Assert.Single(cache.Current.OnlineWith("ollama", "llama3.2:3b"));
        await watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal((1, 0), (found.Answered, found.Silent.Count));
        Assert.Equal(1, changes);

        node.Answers.Clear();
        await database.RunAsync("update devices set last_seen = last_seen - interval '1 minute'");
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
        var watch = new NodeWatch(
            new NodeProber(http, options, TimeProvider.System), new NodeResolver(TimeProvider.System), new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options), cache, [offline], options, TimeProvider.System);
        await watch.RunOnceAsync(CancellationToken.None);
        var id = cache.Current.Online("ollama").Single().Id;

        await watch.TakeOfflineAsync(id, "refused", CancellationToken.None);
        await watch.TakeOfflineAsync(id, "refused", CancellationToken.None);

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
