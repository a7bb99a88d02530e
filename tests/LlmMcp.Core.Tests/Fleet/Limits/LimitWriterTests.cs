using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Testing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class LimitWriterTests
{
    private static readonly NodeEndpoint Pi5 = new("extra:pi5", "pi5", new Uri("http://pi5:11434"), Providers.Ollama, "OLLAMA_EXTRA_ENDPOINTS");

    [Fact]
    public async Task A_new_device_is_limited_in_the_round_that_finds_it()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var limits = FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"extra:pi5":{"ram_gb":8},"*":{"max_params_b":1}}""" });

        await RoundAsync(database, limits);
        await RoundAsync(database, limits, ("small:3b", 3), ("large:13b", 13));

        var device = (await database.Reader.ReadAsync(CancellationToken.None)).Devices["extra:pi5"];
        Assert.Equal("large:13b model_params_too_large", string.Join(',', device.Forbidden.Select(static pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal((5m, 4096, true), (device.Limits.MaxParamsB, device.Limits.MaxContext, device.Limits.ContextIsDerived));
        Assert.False(device.Forbidden.ContainsKey("small:3b"));
        Assert.True(device.Forbidden.ContainsKey("large:13b"));
    }

    [Fact]
    public async Task JSON_null_and_empty_lists_forbid_nothing()
    {
        await using var database = await FleetDatabase.CreateAsync();

        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"*":{"ram_gb":16,"allow_models":null,"deny_models":[]}}""" }), ("a:3b", 3));

        Assert.Empty((await database.Reader.ReadAsync(CancellationToken.None)).Devices["extra:pi5"].Forbidden);
    }

    [Fact]
    public async Task Removing_an_entry_removes_what_it_did()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"extra:pi5":{"max_params_b":1,"max_concurrency":3}}""" }), ("a:3b", 3));
        Assert.Equal(["model_params_too_large"], await database.ListAsync("select forbidden from device_models"));
        Assert.Equal(["3"], await SlotsAsync(database));

        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions()), ("a:3b", 3));

        Assert.Equal(["null"], await database.ListAsync("select forbidden from device_models"));
        Assert.Empty(await database.ListAsync("select device_id from effective_limits union all select core from limit_settings"));
        Assert.Equal(["1"], await SlotsAsync(database));
    }

    [Fact]
    public async Task Rows_an_operator_wrote_stay_and_win()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var limits = FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"extra:pi5":{"max_params_b":1,"max_concurrency":3}}""" });
        await database.RunAsync("insert into device_limits (device_id, max_params_b) values ('extra:pi5', 7)");

        await RoundAsync(database, limits, ("a:3b", 3));

        Assert.Equal(["null"], await database.ListAsync("select forbidden from device_models"));
        Assert.Equal(["3"], await SlotsAsync(database));
        Assert.Equal(["7"], await database.ListAsync("select max_params_b from device_limits where origin = 'sql'"));
    }

    [Fact]
    public async Task A_port_device_has_the_limits_and_slots_of_its_host()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var limits = FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"extra:pi5":{"max_params_b":1,"max_concurrency":3}}""" });
        await RoundAsync(database, limits, ("a:3b", 3));
        await database.RunAsync(
            """
            insert into devices (id, provider, base_url, origin, status, parent_id, probed_by) values ('extra:pi5:11435', 'ollama', 'http://pi5:11435', 'x', 'online', 'extra:pi5', 'other');
            insert into device_models (device_id, provider, model_id) values ('extra:pi5:11435', 'ollama', 'a:3b')
            """);

        await RoundAsync(database, limits, ("a:3b", 3));

        Assert.Equal(["model_params_too_large", "model_params_too_large"], await database.ListAsync("select forbidden from device_models"));
        Assert.Equal(["3"], await database.ListAsync("select count(*) from device_slots where device_id = 'extra:pi5:11435'"));
    }

    [Fact]
    public async Task Strictness_forbids_a_model_of_unknown_size()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var lenient = new LimitOptions { DevicesJson = """{"*":{"max_params_b":5}}""" };

        await RoundAsync(database, FleetDatabase.Limits(lenient), ("odd:x", null));
        Assert.Equal(["null"], await database.ListAsync("select forbidden from device_models"));

        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions { DevicesJson = lenient.DevicesJson, StrictModels = "1" }), ("odd:x", null));
        Assert.Equal(["model_params_unknown"], await database.ListAsync("select forbidden from device_models"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("yes", false)]
    [InlineData("", false)]
    public void Only_one_and_true_are_strict(string text, bool strict) => Assert.Equal(strict, new LimitOptions { StrictModels = text }.IsStrict);

    [Fact]
    public async Task A_round_without_a_change_writes_nothing()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var limits = FleetDatabase.Limits(new LimitOptions { DevicesJson = """{"*":{"ram_gb":8,"deny_models":["a:3b"]}}""" });
        await RoundAsync(database, limits, ("a:3b", 3), ("b:3b", 3));
        var before = await database.ListAsync("select xmin from effective_limits union all select xmin from device_models");

        await RoundAsync(database, limits, ("a:3b", 3), ("b:3b", 3));

        Assert.Equal(before, await database.ListAsync("select xmin from effective_limits union all select xmin from device_models"));
    }

    [Fact]
    public async Task A_changed_file_counts_after_the_interval_and_a_broken_one_changes_nothing()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var time = new FakeTimeProvider();
        var file = Path.GetTempFileName();
        var limits = FleetDatabase.Limits(new LimitOptions { DevicesFile = file, IntervalSeconds = 60 }, time: time);

        Assert.Equal("1", await AfterAsync("""{"*":{"max_concurrency":1}}"""));
        Assert.Equal("1", await AfterAsync("""{"*":{"max_concurrency":2}}"""));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2", await AfterAsync("""{"*":{"max_concurrency":2}}"""));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2", await AfterAsync("""{"*":{"max_conc"""));
        Assert.Single(await database.ListAsync("select unnest(mistakes) from limit_settings"));
        File.Delete(file);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2", await AfterAsync(null));

        async Task<string> AfterAsync(string? text)
        {
            if (text is not null)
            {
                await File.WriteAllTextAsync(file, text);
            }

            await RoundAsync(database, limits);
            return Assert.Single(await SlotsAsync(database));
        }
    }

    [Fact]
    public async Task The_word_of_another_core_counts_until_it_is_long_gone()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("""insert into limit_settings (core, entries) values ('other', '{"extra:pi5":{"max_concurrency":2,"new_field":1}}')""");

        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions()));
        Assert.Equal(["2"], await SlotsAsync(database));

        await database.RunAsync("update limit_settings set updated_at = now() - interval '1 hour'");
        await RoundAsync(database, FleetDatabase.Limits(new LimitOptions()));
        Assert.Equal(["1"], await SlotsAsync(database));
    }

    [Fact]
    public async Task Entered_limits_count_at_once_and_outlive_the_device()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var limits = FleetDatabase.Limits(new LimitOptions());
        await RoundAsync(database, limits, ("a:3b", 3));
        using var cache = new FleetCache(database.Reader);
        var keeper = new LimitKeeper(database.Database, limits, cache);

        Assert.False(await keeper.EnterAsync("nobody", DeviceLimits.None, CancellationToken.None));
        Assert.True(await keeper.EnterAsync("extra:pi5", new DeviceLimits { DenyModels = ["a:3b"], MaxConcurrency = 2 }, CancellationToken.None));
        Assert.Equal("model_denied", cache.Current.Devices["extra:pi5"].Forbidden["a:3b"]);
        Assert.Equal(2, cache.Current.Devices["extra:pi5"].Slots);

        await database.RunAsync("delete from devices");
        await RoundAsync(database, limits, ("a:3b", 3));
        Assert.Equal(["model_denied"], await database.ListAsync("select forbidden from device_models"));

        Assert.True(await keeper.RemoveAsync("extra:pi5", CancellationToken.None));
        Assert.False(await keeper.RemoveAsync("extra:pi5", CancellationToken.None));
        Assert.Empty(cache.Current.Devices["extra:pi5"].Forbidden);
        Assert.Equal(1, cache.Current.Devices["extra:pi5"].Slots);
    }

    private static Task<FleetReport> RoundAsync(FleetDatabase database, LimitWriter limits, params (string Name, decimal? ParamsB)[] models) =>
        new FleetWriter(database.Database, limits, Options.Create(new FleetOptions())).WriteAsync(
            new ProbedRound("hub", [new NodeAnswer.Answered(Pi5, Providers.Ollama, "0.33.0", 12, [.. models.Select(static model => new ProbedModel { Name = model.Name, Kind = CatalogueModel.Chat, ParamsB = model.ParamsB, Context = 131_072 })])]),
            CancellationToken.None);

    private static Task<List<string>> SlotsAsync(FleetDatabase database) => database.ListAsync("select count(*) from device_slots where device_id = 'extra:pi5'");
}
