using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Fleet;

/// <summary>What <see cref="FleetWriter"/> makes of hosts, ports, operators and other Cores.</summary>
public sealed class NodeWriterTests
{
    private static readonly NodeEndpoint Box =
        new("box.ts.net.", "box", new Uri("http://100.64.0.5:11434"), Providers.Ollama, "tailscale") { OnlyIfAnswers = true, Identity = "100.64.0.5:11434" };

    private static readonly NodeEndpoint Port = PortDevices.Of(Box, [11435]).Last() with { Identity = "100.64.0.5:11435" };

    [Fact]
    public async Task A_host_that_never_answered_gets_no_device_and_one_that_did_goes_offline()
    {
        await using var database = await FleetDatabase.CreateAsync();

        var nobody = await WriteAsync(database, Silent(Box));
        Assert.Empty(await IdsAsync(database));
        Assert.Empty(nobody.Silent);

        await WriteAsync(database, Answered(Box));
        await WriteAsync(database, Silent(Box));
        await LaterAsync(database);
        Assert.Equal(["box.ts.net."], (await WriteAsync(database, Silent(Box))).WentOffline);
        Assert.Equal(["box.ts.net."], await IdsAsync(database));
    }

    [Fact]
    public async Task What_its_source_knows_to_be_gone_is_offline_at_once_with_its_ports()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box), Answered(Port));

        var report = await WriteAsync(database, Silent(Box with { Gone = "offline" }), Silent(Port with { Gone = "offline" }));

        Assert.Equal(["box.ts.net.", "box.ts.net.:11435"], report.WentOffline.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_machine_that_was_away_and_answers_again_is_probed_at_once_and_a_sick_one_rests()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box), Answered(Port));
        await database.RunAsync("insert into device_circuits (device_id, state, failures, opened_at) select id, 'open', 3, now() from devices where origin <> 'cloud'");
        await database.RunAsync("insert into worker_reach (worker_id, device_id, failures, lost_at) select 'w1', id, 3, now() from devices where origin <> 'cloud'");
        await database.RunAsync("update devices set status = 'offline' where id = 'box.ts.net.'");

        await WriteAsync(database, Answered(Box), Answered(Port));

        var fleet = await database.Reader.ReadAsync(CancellationToken.None);
        var (box, port) = (fleet.Devices["box.ts.net."], fleet.Devices["box.ts.net.:11435"]);
        Assert.True(box is { Online: true, Circuit.ProbeDue: true });
        Assert.True(fleet.Reaches("w1", box));
        Assert.False(port.Circuit.ProbeDue);
        Assert.False(fleet.Reaches("w1", port));
    }

    [Fact]
    public async Task The_host_of_a_port_device_is_there_without_slots_until_it_serves_itself()
    {
        await using var database = await FleetDatabase.CreateAsync();

        await WriteAsync(database, new NodeAnswer.HostOnly(Box, "refused"), Answered(Port));
        var fleet = await database.Reader.ReadAsync(CancellationToken.None);
        Assert.True(fleet.Devices["box.ts.net."] is { Provider: "none", Online: true, Slots: 0, IsCloud: false });
        Assert.True(fleet.Devices["box.ts.net.:11435"] is { ParentId: "box.ts.net.", Online: true, Slots: 1 });
        Assert.DoesNotContain(fleet.Online(Providers.Ollama), static device => device.Id == "box.ts.net.");

        await WriteAsync(database, Answered(Box), Answered(Port));
        Assert.True((await database.Reader.ReadAsync(CancellationToken.None)).Devices["box.ts.net."] is { Provider: "ollama", Slots: 1 });

        // It served, so now its own silence counts, whatever its ports do.
        await WriteAsync(database, new NodeAnswer.HostOnly(Box, "refused"), Answered(Port));
        await LaterAsync(database);
        Assert.Equal(["box.ts.net."], (await WriteAsync(database, new NodeAnswer.HostOnly(Box, "refused"), Answered(Port))).WentOffline);
    }

    [Fact]
    public async Task What_was_not_probed_is_neither_missed_nor_removed()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box));

        for (var round = 0; round < 3; round++)
        {
            var report = await WriteAsync(database, new NodeAnswer.NotProbed(Box));
            Assert.Equal((1, 0, 0), (report.NotProbed, report.Removed, report.WentOffline.Count));
            await LaterAsync(database);
        }

        Assert.Equal(["online"], await database.ListAsync("select status from devices where id = 'box.ts.net.' and missed = 0"));
    }

    [Fact]
    public async Task Devices_of_a_source_that_could_not_be_asked_stay()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box));

        var unasked = await database.Writer().WriteAsync(new ProbedRound("hub", []) { Unasked = ["tailscale"] }, CancellationToken.None);
        Assert.Empty(unasked.WentOffline);

        Assert.Equal(["box.ts.net."], (await WriteAsync(database)).WentOffline);
        Assert.Empty(await IdsAsync(database));
    }

    [Fact]
    public async Task What_an_operator_took_out_stays_out_until_he_puts_it_back()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box));
        var writer = database.Writer();

        Assert.True(await writer.MarkOfflineAsync("box.ts.net.", "new fan", hold: true, CancellationToken.None));
        await writer.MarkOfflineAsync("box.ts.net.", "worker says so", hold: false, CancellationToken.None);
        await WriteAsync(database, Answered(Box));
        var held = (await database.Reader.ReadAsync(CancellationToken.None)).Devices["box.ts.net."];
        Assert.True(held is { Online: false, Held: true });

        await writer.MarkOnlineAsync("box.ts.net.", CancellationToken.None);
        await WriteAsync(database, Answered(Box));
        Assert.True((await database.Reader.ReadAsync(CancellationToken.None)).Devices["box.ts.net."] is { Online: true, Held: false });
    }

    [Fact]
    public async Task A_held_cloud_stays_out_too()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database);

        Assert.False(await database.Writer().MarkOfflineAsync("cloud:openai", "", hold: false, CancellationToken.None));
        Assert.True(await database.Writer().MarkOfflineAsync("cloud:openai", "too dear", hold: true, CancellationToken.None));
        await WriteAsync(database);

        Assert.Equal(["offline"], await database.ListAsync("select status from devices where id = 'cloud:openai'"));
    }

    [Fact]
    public async Task Another_cores_name_for_a_node_is_the_one_device()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var other = Box with { Id = "extra:box", Origin = "OLLAMA_EXTRA_ENDPOINTS" };
        await database.Writer().WriteAsync(new ProbedRound("far", [Answered(other)]), CancellationToken.None);

        await WriteAsync(database, Answered(Box));
        Assert.Equal(["extra:box"], await IdsAsync(database));

        // The other Core is gone for good: the name this one has is the device from now on.
        await database.RunAsync("update devices set updated_at = now() - interval '1 hour'");
        await WriteAsync(database, Answered(Box));
        Assert.Equal(["box.ts.net."], await database.ListAsync("select id from devices where origin <> 'cloud' and status = 'online'"));
    }

    [Fact]
    public async Task Slots_are_the_limits_a_host_s_for_its_ports_too_else_the_nodes_own_else_the_general_number()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await WriteAsync(database, Answered(Box with { Slots = 4 }), Answered(Port));
        Assert.Equal([4, 1], await SlotsAsync());

        await database.RunAsync("insert into device_limits (device_id, max_concurrency) values ('box.ts.net.', 2)");
        await WriteAsync(database, Answered(Box with { Slots = 4 }), Answered(Port));
        Assert.Equal([2, 2], await SlotsAsync());

        async Task<IEnumerable<int>> SlotsAsync()
        {
            var slots = await database.Reader.ReadSlotsAsync(CancellationToken.None);
            return [slots["box.ts.net."].Total, slots["box.ts.net.:11435"].Total];
        }
    }

    [Fact]
    public async Task A_guessed_context_gives_way_to_one_that_was_told_and_never_back()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var guessed = new ProbedModel { Name = "a:1b", Kind = "chat", LikelyContext = 4096 };

        await WriteAsync(database, Answered(Box, guessed));
        Assert.Equal(4096, await ContextAsync());
        await WriteAsync(database, Answered(Box, guessed with { Context = 40_960 }));
        Assert.Equal(40_960, await ContextAsync());
        await WriteAsync(database, Answered(Box, guessed));
        Assert.Equal(40_960, await ContextAsync());

        async Task<int?> ContextAsync() => (await database.Reader.ReadAsync(CancellationToken.None)).FindModel(Providers.Ollama, "a:1b")!.Context;
    }

    [Fact]
    public async Task The_bounds_of_the_tiers_are_a_setting_and_new_ones_hold_for_known_models()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var model = new ProbedModel { Name = "a:8b", Kind = "chat", ParamsB = 8 };
        await WriteAsync(database, Answered(Box, model));
        Assert.Equal("large", await TierAsync());

        var writer = new FleetWriter(database.Database, FleetDatabase.Limits(new LimitOptions()), Options.Create(new FleetOptions { TierBounds = "1,3,10,40" }));
        await writer.WriteAsync(new ProbedRound("hub", [Answered(Box, model)]), CancellationToken.None);
        Assert.Equal("medium", await TierAsync());

        async Task<string?> TierAsync() => (await database.Reader.ReadAsync(CancellationToken.None)).FindModel(Providers.Ollama, "a:8b")!.Tier;
    }

    [Theory]
    [InlineData("1,3,7,13", true)]
    [InlineData("1.2, 2, 4.5, 10", true)]
    [InlineData("1,3,7", false)]
    [InlineData("1,3,3,13", false)]
    [InlineData("0,3,7,13", false)]
    [InlineData("a,3,7,13", false)]
    [InlineData("", false)]
    public void Bounds_are_four_growing_numbers(string text, bool right) => Assert.Equal(right, TierBounds.TryParse(text) is not null);

    [Theory]
    [InlineData("", true, true)]
    [InlineData("far", true, false)]
    [InlineData("hub", true, true)]
    [InlineData("HUB", true, true)]
    public async Task A_loopback_address_is_offered_to_the_workers_of_its_machine(string host, bool local, bool remote)
    {
        await using var database = await FleetDatabase.CreateAsync();
        var node = new NodeEndpoint("ollama:hub", "hub", new Uri("http://127.0.0.1:11434"), Providers.Ollama, "OLLAMA_BASE_URL") { Machine = "hub" };
        await database.RunAsync($"insert into workers (id, host) values ('beside', 'hub'), ('other', '{host}')");
        await WriteAsync(database, Answered(node), Answered(Box));

        var fleet = await database.Reader.ReadAsync(CancellationToken.None);

        Assert.Equal((local, remote), (fleet.Reaches("beside", fleet.Devices["ollama:hub"]), fleet.Reaches("other", fleet.Devices["ollama:hub"])));
        Assert.True(fleet.Reaches("other", fleet.Devices["box.ts.net."]));
    }

    [Fact]
    public async Task A_loopback_address_without_a_worker_on_its_machine_is_offered_to_nobody_else()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var node = new NodeEndpoint("ollama:hub", "hub", new Uri("http://127.0.0.1:11434"), Providers.Ollama, "OLLAMA_BASE_URL") { Machine = "hub" };
        await WriteAsync(database, Answered(node));
        Assert.True(await ReachesAsync("w"));

        await database.RunAsync("insert into workers (id, host) values ('w', 'far')");
        Assert.False(await ReachesAsync("w"));

        await database.RunAsync("update workers set status = 'offline'");
        Assert.True(await ReachesAsync("w"));

        async Task<bool> ReachesAsync(string worker)
        {
            var fleet = await database.Reader.ReadAsync(CancellationToken.None);
            return fleet.Reaches(worker, fleet.Devices["ollama:hub"]);
        }
    }

    private static Task<FleetReport> WriteAsync(FleetDatabase database, params NodeAnswer[] answers) =>
        database.Writer().WriteAsync(new ProbedRound("hub", answers), CancellationToken.None);

    private static Task LaterAsync(FleetDatabase database) => database.RunAsync("update devices set missed_at = missed_at - interval '1 minute'");

    private static Task<List<string>> IdsAsync(FleetDatabase database) => database.ListAsync("select id from devices where origin <> 'cloud' order by id");

    private static NodeAnswer.Answered Answered(NodeEndpoint node, params ProbedModel[] models) => new(node, Providers.Ollama, "0.33.0", 12, models);

    private static NodeAnswer.Silent Silent(NodeEndpoint node) => new(node, "connection refused");
}
