using LlmMcp.Core.Costs;
using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

public sealed class CatalogueSyncTests : IAsyncLifetime
{
    private readonly ErrorLogGuard log = new();
    private FleetDatabase database = null!;
    private FakeOpenRouter fake = null!;
    private FleetCache cache = null!;
    private PriceTable prices = null!;

    public async Task InitializeAsync()
    {
        database = await FleetDatabase.CreateAsync();
        fake = await FakeOpenRouter.StartAsync();
        cache = new FleetCache(database.Reader);
        prices = new PriceTable(database.Database);
    }

    public async Task DisposeAsync()
    {
        Assert.DoesNotContain(log.Events, static logged => logged.Message.Contains(FakeOpenRouter.Key, StringComparison.Ordinal));
        cache.Dispose();
        await fake.DisposeAsync();
        await database.DisposeAsync();
        log.Dispose();
    }

    [Fact]
    public async Task A_catalogue_brings_models_with_tiers_and_every_price()
    {
        fake.AnswerModels(
            FakeOpenRouter.Model("cheap/one", "0.0000001", "0.0000002", 64_000), FakeOpenRouter.Model("dear/one", "0.000003", "0.000015"),
            FakeOpenRouter.Model("much/too-dear", "0.0002", "0.0002"), FakeOpenRouter.Model("openrouter/auto", "-1", "-1"));

        Assert.Equal(new SyncOutcome.Synced(2), await SyncAsync());

        Assert.Equal([("models", $"Bearer {FakeOpenRouter.Key}")], fake.Asked);
        Assert.Equal(
            ["cheap/one cloud_economy 64000 Name of cheap/one", "dear/one cloud_premium 128000 Name of dear/one"],
            await database.ListAsync("select concat_ws(' ', id, tier, context, meta ->> 'display_name') from models where origin = 'sync' order by id"));
        Assert.Equal(new Price(3, 15), prices.Find("openrouter", "dear/one"));
        Assert.Equal(new Price(200, 200), prices.Find("openrouter", "much/too-dear"));
        Assert.Equal(0.1m, cache.Current.FindModel("openrouter", "cheap/one")!.PriceIn);
    }

    [Fact]
    public async Task What_an_operator_entered_stays_and_what_was_shipped_keeps_its_tier()
    {
        await database.RunAsync("insert into models (provider, id, context, tier, origin) values ('openrouter', 'own/model', 5, 'cloud_premium', 'operator')");
        await database.RunAsync("insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, origin) values ('openrouter', 'own/model', 7, 7, 'operator')");
        fake.AnswerModels(
            FakeOpenRouter.Model("own/model"), FakeOpenRouter.Model("x-ai/grok-4.1-fast", "0.000002", "0.000020", 256_000),
            FakeOpenRouter.Model("x-ai/grok-4.1", "0.000003", "0.000015"));

        await SyncAsync(topN: 0);

        Assert.Equal(
            ["own/model operator cloud_premium 5", "x-ai/grok-4.1 seed cloud_premium 128000", "x-ai/grok-4.1-fast seed cloud_economy 256000"],
            await database.ListAsync("select concat_ws(' ', id, origin, tier, context) from models where id in ('own/model', 'x-ai/grok-4.1', 'x-ai/grok-4.1-fast') order by 1"));
        Assert.Equal((7m, 20m), (prices.Find("openrouter", "own/model").In, prices.Find("openrouter", "x-ai/grok-4.1-fast").Out));
        Assert.Equal(["sync"], await database.ListAsync("select origin from model_pricing where model_id = 'x-ai/grok-4.1-fast'"));
    }

    [Fact]
    public async Task A_model_that_left_the_catalogue_is_not_routed_to_until_it_is_back()
    {
        fake.AnswerModels(FakeOpenRouter.Model("a/b"), FakeOpenRouter.Model("c/d"));
        await SyncAsync();
        await database.RunAsync("update models set status = 'disabled' where id = 'c/d'");
        fake.AnswerModels(FakeOpenRouter.Model("c/d"), FakeOpenRouter.Model("e/f"));
        await SyncAsync();

        Assert.Equal(["a/b disabled", "c/d disabled", "e/f active"], await StatusAsync());
        Assert.Null(cache.Current.FindModel("openrouter", "a/b"));
        Assert.Equal(1m, prices.Find("openrouter", "a/b").In);

        fake.AnswerModels(FakeOpenRouter.Model("a/b"), FakeOpenRouter.Model("c/d"), FakeOpenRouter.Model("e/f"));
        await SyncAsync();
        Assert.Equal(["a/b active", "c/d disabled", "e/f active"], await StatusAsync());

        fake.Answer("models", $$"""{"data":[{{FakeOpenRouter.Model("e/f")}}],"links":{"next":"/more"} }""");
        await SyncAsync();
        Assert.Equal(["a/b active", "c/d disabled", "e/f active"], await StatusAsync());
    }

    [Theory]
    [InlineData("broken", "not the JSON")]
    [InlineData("empty", "no model")]
    [InlineData("401", "401")]
    [InlineData("500", "500")]
    [InlineData("redirect", "302")]
    [InlineData("404", "no catalogue")]
    [InlineData("huge", "")]
    [InlineData("cut", "")]
    public async Task A_failure_leaves_what_is_known(string what, string reason)
    {
        fake.AnswerModels(FakeOpenRouter.Model("a/b"));
        await SyncAsync();
        fake.Answers.Clear();
        switch (what)
        {
            case "broken":
                fake.Answer("models", """{"data":[{"id":"a/b" """);
                break;
            case "empty":
                fake.Answer("models", """{"data":[{"id":"a/b"}]}""");
                break;
            case "401" or "500":
                fake.Answer("models", """{"error":{"message":"no"}}""", what == "401" ? 401 : 500);
                break;
            case "redirect":
                fake.Answers["models"] = static context => { context.Response.Redirect("/elsewhere"); return Task.CompletedTask; };
                break;
            case "huge":
                fake.Answers["models"] = static context => { context.Response.ContentLength = 1L << 40; return context.Response.Body.WriteAsync(new byte[1000]).AsTask(); };
                break;
            case "cut":
                fake.Answers["models"] = static async context => { await context.Response.Body.WriteAsync("{\"data\":["u8.ToArray()); context.Abort(); };
                break;
            default:
                break;
        }

        var failed = Assert.IsType<SyncOutcome.Failed>(await SyncAsync());

        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeOpenRouter.Key, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(["a/b active"], await StatusAsync());
        Assert.Equal(["t t t"], await database.ListAsync("select concat_ws(' ', claimed_until is null, synced_at is not null, error is not null) from catalogue_syncs"));
        Assert.Contains(log.Events, static logged => logged.Id.Id == 2301);
        Assert.DoesNotContain(fake.Asked, static asked => asked.Path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_never_answers_is_given_up()
    {
        fake.Answers["models"] = static context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        var failed = Assert.IsType<SyncOutcome.Failed>(await SyncAsync(timeout: TimeSpan.FromMilliseconds(100)));

        Assert.Contains("0.1 s", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_Cores_one_reads()
    {
        using var reading = new SemaphoreSlim(0);
        using var finish = new SemaphoreSlim(0);
        fake.Answers["models"] = async context =>
        {
            reading.Release();
            await finish.WaitAsync();
            await context.Response.WriteAsync($$"""{"data":[{{FakeOpenRouter.Model("a/b")}}]}""");
        };
        var first = SyncAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.IsType<SyncOutcome.NotNow>(await SyncAsync());
        Assert.IsType<SyncOutcome.NotNow>(await SyncAsync(age: TimeSpan.FromHours(24)));
        finish.Release();
        Assert.IsType<SyncOutcome.Synced>(await first);
        Assert.IsType<SyncOutcome.NotNow>(await SyncAsync(age: TimeSpan.FromHours(24)));
        await database.RunAsync("update catalogue_syncs set synced_at = now() - interval '25 hours'");
        finish.Release();
        Assert.IsType<SyncOutcome.Synced>(await SyncAsync(age: TimeSpan.FromHours(24)));
    }

    [Fact]
    public async Task After_a_failure_only_who_insists_asks_again_at_once()
    {
        fake.Answer("models", "no", 500);
        Assert.IsType<SyncOutcome.Failed>(await SyncAsync(age: TimeSpan.FromHours(24)));

        Assert.IsType<SyncOutcome.NotNow>(await SyncAsync(age: TimeSpan.FromHours(24)));
        Assert.IsType<SyncOutcome.Failed>(await SyncAsync());
        await database.RunAsync("update catalogue_syncs set failed_at = now() - interval '6 minutes'");
        Assert.IsType<SyncOutcome.Failed>(await SyncAsync(age: TimeSpan.FromHours(24)));
    }

    [Fact]
    public async Task A_turn_that_has_passed_on_writes_nothing()
    {
        var store = new CatalogueStore(database.Database);
        var claim = await store.ClaimAsync(TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None);
        Assert.NotEqual(claim, await store.ClaimAsync(TimeSpan.Zero, TimeSpan.FromMinutes(1), CancellationToken.None));
        var catalogue = new OpenRouterCatalogue([new OpenRouterModel { Id = "a/b", Name = "n", Kind = "chat", Price = new Price(1, 1) }], true);

        Assert.Null(await store.WriteAsync(claim!.Value, catalogue, 100, 100, CancellationToken.None));
        await store.FailAsync(claim.Value, "late", CancellationToken.None);

        Assert.Empty(await StatusAsync());
        Assert.Equal(["t"], await database.ListAsync("select case when claimed_until is not null and error is null then 't' end from catalogue_syncs"));
    }

    private async Task<SyncOutcome> SyncAsync(int topN = 100, TimeSpan? timeout = null, TimeSpan age = default)
    {
        var options = fake.Options(timeout);
        options.TopN = topN;
        using var client = FakeOpenRouter.Client(options);
        return await new CatalogueSync(client, new CatalogueStore(database.Database), prices, cache, Options.Create(options), log.Factory.CreateLogger<CatalogueSync>())
            .RunAsync(age, CancellationToken.None);
    }

    private Task<List<string>> StatusAsync() => database.ListAsync("select id || ' ' || status from models where origin = 'sync' order by 1");
}
