using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

public sealed class CatalogueApiTests
{
    [Fact]
    public async Task A_sync_on_demand_says_how_many_models_it_brought_and_the_balance_is_shown()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.AnswerModels(FakeOpenRouter.Model("a/b"), FakeOpenRouter.Model("c/d"));
        fake.Answer("auth/key", """{"data":{"limit":10,"usage":2.5}}""");
        await using var core = await StartAsync(database, fake);

        var answer = await core.PostForJsonAsync("/v1/models/sync", "");
        var balance = await core.GetJsonAsync("/v1/costs/balance");

        Assert.Equal(("ok", 2, 6), (answer.GetProperty("status").GetString(), answer.GetProperty("synced").GetInt32(), answer.GetProperty("categories").GetArrayLength()));
        Assert.Contains("llmcore_openrouter_balance_usd 7.5\n", await core.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal((7.5m, 2.5m), (balance.GetProperty("openrouter_balance_usd").GetDecimal(), balance.GetProperty("openrouter_usage_usd").GetDecimal()));
    }

    [Fact]
    public async Task A_sync_that_cannot_be_says_why()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.Answer("models", $$"""{"error":"your key {{FakeOpenRouter.Key}} is bad"}""", 401);
        await using var core = await StartAsync(database, fake);
        await using var keyless = await TestCore.StartAsync(database, null, ("OpenRouter:BaseUrl", fake.Url));

        await RefusesAsync(keyless, HttpStatusCode.ServiceUnavailable, "no_api_key");
        await RefusesAsync(core, HttpStatusCode.BadGateway, "sync_failed");
        await database.ExecuteAsync("update catalogue_syncs set claimed_until = now() + interval '1 minute'");
        await RefusesAsync(core, HttpStatusCode.Conflict, "sync_running");
    }

    [Fact]
    public async Task The_catalogue_is_read_at_the_start()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeOpenRouter.StartAsync();
        fake.AnswerModels(FakeOpenRouter.Model("a/b"));
        await using var core = await StartAsync(database, fake, ("OpenRouter:SyncOnStartup", "1"));

        await database.UntilAsync("select exists (select from catalogue_syncs where synced_at is not null)");
        await using var second = await StartAsync(database, fake, ("OpenRouter:SyncOnStartup", "1"));

        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from models where origin = 'sync'"));
        Assert.Single(fake.Asked, static asked => asked.Path == "models");
    }

    [Theory]
    [InlineData("OpenRouter:BaseUrl", "nonsense://x")]
    [InlineData("OpenRouter:SyncIntervalSeconds", "59")]
    [InlineData("OpenRouter:SyncOnStartup", "2")]
    [InlineData("OpenRouter:TopN", "-1")]
    [InlineData("OpenRouter:MaxPricePer1M", "100001")]
    public async Task A_setting_that_makes_no_sense_stops_the_start(string key, string value)
    {
        await using var database = await CoreDatabase.CreateAsync();

        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestCore.StartAsync(database, null, (key, value)));
    }

    private static async Task RefusesAsync(TestCore core, HttpStatusCode status, string code)
    {
        using var answer = await core.PostAsync("/v1/models/sync", "");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, JsonElement.Parse(text).GetProperty("error").GetString());
        Assert.DoesNotContain(FakeOpenRouter.Key, text, StringComparison.Ordinal);
    }

    private static Task<TestCore> StartAsync(TestDatabase database, FakeOpenRouter fake, params (string Key, string Value)[] more) => TestCore.StartAsync(
        database, null, [("Cloud:OpenRouterApiKey", FakeOpenRouter.Key), ("OpenRouter:BaseUrl", fake.Url + "/chat/completions"), .. more]);
}
