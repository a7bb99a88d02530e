using Google.Protobuf;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Discovery.Local;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Tests.Fleet;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class LocalNodeDeskTests : IAsyncLifetime
{
    private static readonly Guid Session = Guid.NewGuid();

    private readonly NodeHttp http = new(TimeProvider.System);
    private FleetDatabase database = null!;
    private FleetCache cache = null!;
    private NodeWatch watch = null!;
    private LocalNodeDesk desk = null!;

    public async Task InitializeAsync()
    {
        database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into workers (id, host) values ('w1', 'laptop'), ('w2', 'other')");
        var options = Options.Create(new FleetOptions { OllamaBaseUrl = "http://127.0.0.1:9" });
        cache = new FleetCache(database.Reader);
        var prober = new NodeProber(http, options, TimeProvider.System);
        var writer = new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), options);
        watch = new NodeWatch([new ConfiguredSource(options)], new NodeResolver(TimeProvider.System), prober, writer, cache, [], options, TimeProvider.System);
        desk = new LocalNodeDesk(prober, writer, cache, watch, CoreIdentity.Create(), NullLogger<LocalNodeDesk>.Instance);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await watch.DisposeAsync();
        cache.Dispose();
        http.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_a_worker_tells_is_a_device_for_workers_of_its_machine_until_its_stream_ends()
    {
        await TakeAsync("w1", "laptop", Ollama("http://127.0.0.1:11434", "llama3.2:3b"), Compat("http://localhost:8000", "tiny"));

        var device = cache.Current.Devices["ollama:laptop"];
        Assert.True(device is { Online: true, Provider: "ollama", Slots: 1 });
        Assert.Equal(["llama3.2:3b"], device.Models);
        Assert.Equal(40_960, cache.Current.FindModel("ollama", "llama3.2:3b")!.Context);
        Assert.True(cache.Current.Devices["compat:laptop:8000"] is { Online: true, Provider: "compat" });
        Assert.Equal((true, false), (cache.Current.Reaches("w1", device), cache.Current.Reaches("w2", device)));

        // Rounds of this Core and of its neighbours leave it alone.
        await watch.RunOnceAsync(CancellationToken.None);
        Assert.True(cache.Current.Devices["ollama:laptop"].Online);

        await desk.ForgetAsync("w1", Guid.NewGuid(), CancellationToken.None);
        Assert.True(cache.Current.Devices["ollama:laptop"].Online);
        await desk.ForgetAsync("w1", Session, CancellationToken.None);
        Assert.False(cache.Current.Devices["ollama:laptop"].Online);
    }

    [Fact]
    public async Task Two_silent_reports_take_it_offline_and_a_node_not_named_any_more_goes_at_once()
    {
        await TakeAsync("w1", "laptop", Ollama("http://127.0.0.1:11434", "a:1b"), Compat("http://127.0.0.1:8000", "tiny"));
        await TakeAsync("w1", "laptop", new LocalNode { BaseUrl = "http://127.0.0.1:11434", Provider = "ollama", Failure = "refused" });
        Assert.Equal((true, false), (cache.Current.Devices["ollama:laptop"].Online, cache.Current.Devices["compat:laptop:8000"].Online));

        await database.RunAsync("update devices set missed_at = missed_at - interval '1 minute'");
        await TakeAsync("w1", "laptop", new LocalNode { BaseUrl = "http://127.0.0.1:11434", Provider = "ollama", Failure = "refused" });
        Assert.False(cache.Current.Devices["ollama:laptop"].Online);
        Assert.Contains("refused", cache.Current.Devices["ollama:laptop"].Tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_worker_of_the_machine_keeps_it()
    {
        await TakeAsync("w1", "laptop", Ollama("http://127.0.0.1:11434", "a:1b"));
        await TakeAsync("w3", "laptop", Ollama("http://127.0.0.1:11434", "a:1b"));

        await desk.ForgetAsync("w1", Session, CancellationToken.None);

        Assert.True(cache.Current.Devices["ollama:laptop"].Online);
    }

    [Fact]
    public async Task Nodes_beside_core_that_it_asks_itself_and_addresses_beyond_loopback_are_left_out()
    {
        await watch.RunOnceAsync(CancellationToken.None);

        await TakeAsync("w1", Environment.MachineName, Ollama("http://127.0.0.1:9", "a:1b"), Ollama("http://10.0.0.5:11434", "a:1b"), new LocalNode { BaseUrl = "nonsense" });
        await TakeAsync("w1", "", Ollama("http://127.0.0.1:11434", "a:1b"));

        Assert.DoesNotContain(cache.Current.Devices.Values, static device => device.Online && !device.IsCloud);
    }

    [Fact]
    public async Task What_a_model_is_made_of_is_kept_also_from_a_message_that_comes_before_the_first_round()
    {
        var node = Ollama("http://127.0.0.1:11435", "a:1b");
        await TakeAsync("w1", Environment.MachineName, node);
        Assert.DoesNotContain(cache.Current.Devices.Values, static device => device.Online && !device.IsCloud);
        await watch.RunOnceAsync(CancellationToken.None);

        // Told once in a session.
        node.Replies.RemoveAt(3);
        await TakeAsync("w1", Environment.MachineName, node);

        Assert.Equal(40_960, cache.Current.FindModel("ollama", "a:1b")!.Context);
    }

    [Fact]
    public async Task A_device_whose_workers_are_gone_with_their_core_goes_offline_with_a_round()
    {
        await TakeAsync("w1", "laptop", Ollama("http://127.0.0.1:11434", "a:1b"));
        await database.RunAsync("update workers set status = 'offline'");

        var report = await watch.RunOnceAsync(CancellationToken.None);

        Assert.Equal(["ollama:laptop"], report.WentOffline);
        Assert.True(cache.Current.Devices.ContainsKey("ollama:laptop"));
    }

    private async Task TakeAsync(string worker, string host, params LocalNode[] nodes)
    {
        var message = new LocalNodes();
        message.Nodes.AddRange(nodes);
        await desk.TakeAsync(worker, host, Session, message, CancellationToken.None);
    }

    private static LocalNode Ollama(string url, string model)
    {
        var node = new LocalNode { BaseUrl = url, Provider = "ollama" };
        node.Replies.Add(Reply("api/version", """{"version":"0.33.0"}"""));
        node.Replies.Add(Reply("api/ps", """{"models":[]}"""));
        node.Replies.Add(Reply("api/tags", $$"""{"models":[{"name":"{{model}}","digest":"{{model}}{{url}}"}]}"""));
        node.Replies.Add(Reply("api/show", """{"capabilities":["completion"],"model_info":{"llama.context_length":40960}}""", model));
        return node;
    }

    private static LocalNode Compat(string url, string model)
    {
        var node = new LocalNode { BaseUrl = url, Provider = "compat" };
        node.Replies.Add(Reply("v1/models", $$"""{"data":[{"id":"{{model}}"}]}"""));
        return node;
    }

    private static NodeReply Reply(string path, string body, string model = "") => new() { Path = path, Model = model, BodyJson = ByteString.CopyFromUtf8(body) };
}
