using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class FleetWriterTests
{
    private static readonly NodeEndpoint Pi4 = new("extra:pi4", "pi4", new Uri("http://pi4:11434"), Providers.Ollama, "OLLAMA_EXTRA_ENDPOINTS");
    private static readonly NodeEndpoint Pi5 = new("extra:pi5", "pi5", new Uri("http://pi5:11434"), Providers.Ollama, "OLLAMA_EXTRA_ENDPOINTS", Simulated: true);

    [Fact]
    public async Task What_a_probe_found_is_what_a_snapshot_shows()
    {
        await using var database = await FleetDatabase.CreateAsync();

        await WriteAsync(database, Answered(Pi5, Model("qwen3:8b", loaded: true), Model("nomic-embed-text:latest")), Silent(Pi4));
        var fleet = await database.Reader.ReadAsync(CancellationToken.None);

        Assert.Equal(["cloud:openai", "cloud:openrouter", "extra:pi4", "extra:pi5"], fleet.Devices.Keys.Order(StringComparer.Ordinal));
        var pi5 = fleet.Devices["extra:pi5"];
        Assert.True(pi5 is { Online: true, Simulated: true, Provider: "ollama", LatencyMs: 12, Name: "pi5", Host: "pi5", LastSeen: not null });
        Assert.Equal("http://pi5:11434/", pi5.BaseUrl!.AbsoluteUri);
        Assert.Equal(["nomic-embed-text:latest", "qwen3:8b"], pi5.Models.Order(StringComparer.Ordinal));
        Assert.Equal(["qwen3:8b"], pi5.Loaded);
        Assert.Equal(new CatalogueModel("ollama", "qwen3:8b", "chat", 8, 4096, true, "large"), fleet.FindModel("ollama", "qwen3:8b"));
        Assert.Equal(DeviceStatus.Offline, fleet.Devices["extra:pi4"].Status);
        Assert.True(fleet.Devices["cloud:openai"] is { Online: true, IsCloud: true });
    }

    [Fact]
    public async Task One_missed_probe_is_not_enough_two_are_and_one_answer_brings_it_back()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Pi5));

        var first = await WriteAsync(database, Silent(Pi5));
        Assert.Empty(first.WentOffline);
        Assert.Equal("online", await StatusAsync(database, "extra:pi5"));

        // A round on demand, or of another Core, within the same hiccup.
        var same = await WriteAsync(database, Silent(Pi5));
        Assert.Empty(same.WentOffline);
        Assert.Equal("online", await StatusAsync(database, "extra:pi5"));

        await LaterAsync(database);
        var second = await WriteAsync(database, Silent(Pi5));
        Assert.Equal(["extra:pi5"], second.WentOffline);
        Assert.Equal("offline", await StatusAsync(database, "extra:pi5"));

        var third = await WriteAsync(database, Silent(Pi5));
        Assert.Empty(third.WentOffline);

        await WriteAsync(database, Answered(Pi5));
        Assert.Equal("online", await StatusAsync(database, "extra:pi5"));
    }

    [Fact]
    public async Task A_model_that_is_gone_is_not_offered_and_comes_back()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Pi5, Model("a:1b"), Model("b:1b")), Answered(Pi4, Model("a:1b")));

        await WriteAsync(database, Answered(Pi5, Model("b:1b")), Answered(Pi4, Model("a:1b")));
        Assert.Equal(["b:1b"], await ModelsAsync("extra:pi5"));
        Assert.Equal(["a:1b"], await ModelsAsync("extra:pi4"));

        await WriteAsync(database, Answered(Pi5), Answered(Pi4, Model("a:1b")));
        Assert.Empty(await ModelsAsync("extra:pi5"));

        await WriteAsync(database, Answered(Pi5, Model("a:1b")), Answered(Pi4, Model("a:1b")));
        Assert.Equal(["a:1b"], await ModelsAsync("extra:pi5"));

        async Task<IEnumerable<string>> ModelsAsync(string device) =>
            (await database.Reader.ReadAsync(CancellationToken.None)).Devices[device].Models.Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Writing_the_same_again_writes_no_models()
    {
        await using var database = await FleetDatabase.CreateAsync();
        NodeAnswer[] answers = [Answered(Pi5, Model("a:1b"), Model("b:1b")), Answered(Pi4, Model("a:1b"))];
        await WriteAsync(database, answers);
        var before = await database.ListAsync("select xmin from models union all select xmin from device_models");

        await WriteAsync(database, answers);

        Assert.Equal(before, await database.ListAsync("select xmin from models union all select xmin from device_models"));
    }

    [Fact]
    public async Task A_tier_an_operator_pinned_stays()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Pi5, Model("a:1b")));
        await database.RunAsync("""update models set tier = 'large', meta = '{"pinned_tier":true}'""");

        await WriteAsync(database, Answered(Pi5, Model("a:1b") with { Digest = "new" }));

        Assert.Equal("large", (await database.Reader.ReadAsync(CancellationToken.None)).FindModel("ollama", "a:1b")!.Tier);
    }

    [Fact]
    public async Task A_device_nobody_names_any_more_goes_offline_and_is_removed_once_idle()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Pi5), Answered(Pi4));
        await database.RunAsync("update device_slots set job_id = gen_random_uuid(), claim_no = 1 where device_id = 'extra:pi5'");

        var first = await WriteAsync(database, Answered(Pi4));
        Assert.Equal(["extra:pi5"], first.WentOffline);
        Assert.Equal(0, first.Removed);

        await database.RunAsync("update device_slots set job_id = null, claim_no = null");
        var second = await WriteAsync(database, Answered(Pi4));
        Assert.Equal(1, second.Removed);
        Assert.Equal(["extra:pi4"], await database.ListAsync("select id from devices where origin <> 'cloud'"));
    }

    [Fact]
    public async Task Another_machines_devices_are_left_alone_until_it_is_long_gone()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.Writer().WriteAsync(new ProbedRound("other", [Answered(Pi5)]), CancellationToken.None);

        await WriteAsync(database, Answered(Pi4));
        Assert.Equal("online", await StatusAsync(database, "extra:pi5"));

        await database.RunAsync("update devices set updated_at = updated_at - interval '1 hour' where id = 'extra:pi5'");
        var report = await WriteAsync(database, Answered(Pi4));
        Assert.Equal(["extra:pi5"], report.WentOffline);
    }

    [Fact]
    public async Task Slots_follow_the_setting_the_limit_and_the_cloud()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, slots: 3, Answered(Pi5), Answered(Pi4));
        await database.RunAsync("insert into device_limits (device_id, max_concurrency) values ('extra:pi4', 2)");
        await WriteAsync(database, slots: 3, Answered(Pi5), Answered(Pi4));

        var slots = await database.Reader.ReadSlotsAsync(CancellationToken.None);

        Assert.Equal([("cloud:openai", 16), ("cloud:openrouter", 16), ("extra:pi4", 2), ("extra:pi5", 3)],
            slots.OrderBy(static slot => slot.Key, StringComparer.Ordinal).Select(static slot => (slot.Key, slot.Value.Total)));
    }

    [Fact]
    public async Task A_device_that_is_always_busy_shrinks_too_and_grows_again()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, slots: 4, Answered(Pi5));
        await database.RunAsync("update device_slots set job_id = gen_random_uuid(), claim_no = 1 where device_id = 'extra:pi5'");

        await WriteAsync(database, slots: 2, Answered(Pi5));
        Assert.Equal(["1 false", "2 false", "3 true", "4 true"], await SlotsAsync());
        await WriteAsync(database, slots: 3, Answered(Pi5));
        Assert.Equal(["1 false", "2 false", "3 false", "4 true"], await SlotsAsync());
        await database.RunAsync("update device_slots set job_id = null, claim_no = null where device_id = 'extra:pi5' and slot = 4");
        await WriteAsync(database, slots: 3, Answered(Pi5));
        Assert.Equal(["1 false", "2 false", "3 false"], await SlotsAsync());

        Task<List<string>> SlotsAsync() => database.ListAsync("select slot || ' ' || retired from device_slots where device_id = 'extra:pi5' order by slot");
    }

    [Fact]
    public async Task Shrinking_takes_free_slots_only_and_growing_fills_the_gaps()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, slots: 5, Answered(Pi5));
        await database.RunAsync("update device_slots set job_id = gen_random_uuid(), claim_no = 1 where device_id = 'extra:pi5' and slot in (2, 4, 5)");

        await WriteAsync(database, slots: 2, Answered(Pi5));
        Assert.Equal(["2", "4", "5"], await SlotsAsync());

        await database.RunAsync("update device_slots set job_id = null, claim_no = null where device_id = 'extra:pi5' and slot in (2, 5)");
        await WriteAsync(database, slots: 2, Answered(Pi5));
        Assert.Equal(["2", "4"], await SlotsAsync());

        await WriteAsync(database, slots: 4, Answered(Pi5));
        Assert.Equal(["1", "2", "3", "4"], await SlotsAsync());

        Task<List<string>> SlotsAsync() => database.ListAsync("select slot from device_slots where device_id = 'extra:pi5' order by slot");
    }

    [Fact]
    public async Task A_slot_that_a_claim_holds_locked_is_left_for_the_next_round()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, slots: 2, Answered(Pi5));
        await using var claim = await database.Database.OpenAsync(CancellationToken.None);
        await using var transaction = await claim.BeginTransactionAsync();
        await using var taken = new Npgsql.NpgsqlCommand("update device_slots set job_id = gen_random_uuid(), claim_no = 1 where device_id = 'extra:pi5' and slot = 2", claim);
        await taken.ExecuteNonQueryAsync();

        await WriteAsync(database, slots: 1, Answered(Pi5));
        await transaction.CommitAsync();

        Assert.Equal(["2"], await database.ListAsync("select slot from device_slots where device_id = 'extra:pi5'"));
    }

    [Fact]
    public async Task Two_cores_may_write_at_once()
    {
        await using var database = await FleetDatabase.CreateAsync();
        NodeAnswer[] answers = [Answered(Pi5, Model("a:1b"), Model("b:1b")), Answered(Pi4, Model("b:1b"), Model("a:1b"))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(core => database.Writer(slots: 3).WriteAsync(
            new ProbedRound($"core-{core}", core % 2 == 0 ? answers : [.. answers.Reverse()]), CancellationToken.None)));

        Assert.Equal(["3", "3"], await database.ListAsync("select count(*) from device_slots where device_id like 'extra:%' group by device_id"));
    }

    [Fact]
    public async Task A_report_takes_a_device_out_at_once_and_a_cloud_never()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Pi5));
        var writer = database.Writer();

        Assert.True(await writer.MarkOfflineAsync("extra:pi5", "connection refused", hold: false, CancellationToken.None));
        Assert.False(await writer.MarkOfflineAsync("extra:pi5", "again", hold: false, CancellationToken.None));
        Assert.False(await writer.MarkOfflineAsync("unknown", "", hold: false, CancellationToken.None));
        await writer.MarkOfflineAsync("cloud:openai", "", hold: false, CancellationToken.None);
        Assert.Equal(["again"], await database.ListAsync("select tags ->> 'last_error' from devices where id = 'extra:pi5' and status = 'offline'"));
        Assert.Equal("online", await StatusAsync(database, "cloud:openai"));

        Assert.True(await writer.MarkOnlineAsync("extra:pi5", CancellationToken.None));
        Assert.False(await writer.MarkOnlineAsync("unknown", CancellationToken.None));
        Assert.Equal("online", await StatusAsync(database, "extra:pi5"));
    }

    private static Task<FleetReport> WriteAsync(FleetDatabase database, params NodeAnswer[] answers) => WriteAsync(database, 1, answers);

    private static Task<FleetReport> WriteAsync(FleetDatabase database, int slots, params NodeAnswer[] answers) =>
        database.Writer(slots).WriteAsync(new ProbedRound("hub", answers), CancellationToken.None);

    /// <summary>So much later that what happened before is another moment.</summary>
    private static Task LaterAsync(FleetDatabase database) => database.RunAsync("update devices set missed_at = missed_at - interval '1 minute'");

    private static async Task<string> StatusAsync(FleetDatabase database, string id) =>
        (await database.ListAsync($"select status from devices where id = '{id}'")).Single();

    private static NodeAnswer.Answered Answered(NodeEndpoint node, params ProbedModel[] models) => new(node, Providers.Ollama, "0.33.0", 12, models);

    private static NodeAnswer.Silent Silent(NodeEndpoint node) => new(node, "connection refused");

    private static ProbedModel Model(string name, bool loaded = false) => new()
    {
        Name = name,
        Kind = ModelTraits.Kind(name, null),
        Thinking = ModelTraits.Thinks(name, null),
        Loaded = loaded,
        ParamsB = ModelTier.NominalSize(name, null),
        Context = 4096,
    };
}
