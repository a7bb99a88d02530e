using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Costs.Prices;

public sealed class PricesApiTests : CoreTest
{
    [Fact]
    public async Task A_price_counts_at_once_here_and_after_the_next_reading_elsewhere()
    {
        await using var other = await TestCore.StartAsync(Database);
        await other.Get<PriceTable>().RefreshAsync(CancellationToken.None);

        using var answer = await PutAsync("openrouter/google/gemini-2.5-flash", """{"price_in_1m":0.3,"price_out_1m":"2.5","price_cached_in_1m":"0.075","price_request":null}""");
        var price = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("google/gemini-2.5-flash", "operator", "USD"), (price.GetProperty("model").GetString(), price.GetProperty("origin").GetString(), price.GetProperty("currency").GetString()));
        Assert.Equal((0.3m, 2.5m, 0.075m), (price.GetProperty("price_in_1m").GetDecimal(), price.GetProperty("price_out_1m").GetDecimal(), price.GetProperty("price_cached_in_1m").GetDecimal()));
        var expected = new Price(0.3m, 2.5m) { CachedIn = 0.075m };
        Assert.Equal(expected, Core.Get<PriceTable>().Find("openrouter", "google/gemini-2.5-flash"));
        Assert.Equal(2.5m, Core.Get<FleetCache>().Current.FindModel("openrouter", "google/gemini-2.5-flash")!.PriceOut);
        Assert.Equal(0.60m, other.Get<PriceTable>().Find("openrouter", "google/gemini-2.5-flash").Out);
        await other.Get<PriceTable>().RefreshAsync(CancellationToken.None);
        Assert.Equal(expected, other.Get<PriceTable>().Find("openrouter", "google/gemini-2.5-flash"));
    }

    [Fact]
    public async Task A_model_is_listed_with_its_price_by_the_names_that_prices_have()
    {
        using var put = await PutAsync("openrouter/google/gemini-2.5-flash", """{"price_in_1m":0.3,"price_out_1m":2.5}""");

        var models = (await Core.GetJsonAsync("/v1/models?all=1")).GetProperty("data").EnumerateArray();
        var model = models.Single(static model => model.GetProperty("id").GetString() == "google/gemini-2.5-flash");
        Assert.Equal((0.3m, 2.5m), (model.GetProperty("price_in_1m").GetDecimal(), model.GetProperty("price_out_1m").GetDecimal()));
    }

    [Fact]
    public async Task Prices_are_listed_and_forgotten()
    {
        using var put = await PutAsync("ollama/qwen3", """{"price_in_1m":0.01,"price_out_1m":0}""");
        using var escaped = await PutAsync("compat/Qwen%2FQwen3-4B", """{"price_in_1m":1,"price_out_1m":2,"price_reasoning_1m":3,"price_request":0.001,"currency":"usd"}""");

        Assert.Equal(["qwen3:latest"], await ListAsync("provider=ollama"));
        Assert.Equal(["Qwen/Qwen3-4B"], await ListAsync("provider=compat"));
        Assert.Equal(["gpt-4o", "gpt-4o-mini", "o3"], (await ListAsync("provider=openai")).Intersect(["gpt-4o", "gpt-4o-mini", "o3"]));
        Assert.Equal(["text-embedding-3-small"], await ListAsync("provider=openai&after=openai/text-embedding-3-large"));
        Assert.Equal(HttpStatusCode.OK, (await Core.Http.DeleteAsync(new Uri("/v1/prices/compat/Qwen/Qwen3-4B", UriKind.Relative))).StatusCode);
        Assert.Equal(default, Core.Get<PriceTable>().Find("compat", "Qwen/Qwen3-4B"));
        Assert.Equal(HttpStatusCode.NotFound, (await Core.Http.DeleteAsync(new Uri("/v1/prices/compat/Qwen/Qwen3-4B", UriKind.Relative))).StatusCode);
        Assert.Empty(await ListAsync("provider=compat"));
    }

    [Theory]
    [InlineData("anthropic/claude", """{"price_in_1m":1,"price_out_1m":1}""", "invalid_provider")]
    [InlineData("openai/a%00b", """{"price_in_1m":1,"price_out_1m":1}""", null)]
    [InlineData("openai/a%07b", """{"price_in_1m":1,"price_out_1m":1}""", "invalid_model")]
    [InlineData("openai/", """{"price_in_1m":1,"price_out_1m":1}""", "invalid_model")]
    [InlineData("openai/m", """{"price_out_1m":1}""", "invalid_price_in_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":null}""", "invalid_price_out_1m")]
    [InlineData("openai/m", """{"price_in_1m":-0.1,"price_out_1m":1}""", "invalid_price_in_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":100000.01}""", "invalid_price_out_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":1,"price_cached_in_1m":-1}""", "invalid_price_cached_in_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":1,"price_reasoning_1m":"-1"}""", "invalid_price_reasoning_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":1,"price_request":10001}""", "invalid_price_request")]
    [InlineData("openai/m", """{"price_in_1m":0.0000000000001,"price_out_1m":1}""", "invalid_price_in_1m")]
    [InlineData("openai/m", """{"price_in_1m":1,"price_out_1m":1,"currency":"EUR"}""", "invalid_currency")]
    [InlineData("openai/m", """{"price_in_1m":"cheap","price_out_1m":1}""", "invalid_json")]
    [InlineData("openai/m", """{"price_in_1m":1e400,"price_out_1m":1}""", "invalid_json")]
    [InlineData("openai/m", """{"price_in_1m":true,"price_out_1m":1}""", "invalid_json")]
    [InlineData("openai/m", "[]", "invalid_json")]
    [InlineData("openai/m", "", "invalid_json")]
    public async Task A_price_that_cannot_be_is_refused_and_changes_nothing(string path, string body, string? code)
    {
        using var answer = await PutAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        if (code is not null)
        {
            Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        }

        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from model_pricing where origin = 'operator'"));
    }

    [Fact]
    public async Task An_unknown_provider_is_refused_when_listing_and_forgetting_too()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Core.Http.GetAsync(new Uri("/v1/prices?provider=nobody", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Core.Http.DeleteAsync(new Uri("/v1/prices/nobody/m", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_shipped_models_are_known_to_routing_with_price_and_tier()
    {
        await Core.Get<FleetCache>().RefreshAsync(CancellationToken.None);
        var seeds = Core.Get<FleetCache>().Current.Models.Values.Where(static model => model.Origin == "seed").ToList();

        Assert.Contains(seeds, static model => model is { Provider: "openai", Id: "gpt-4.1-mini", Tier: "cloud_economy", Context: 1047576, PriceIn: 0.40m });
        Assert.Contains(seeds, static model => model is { Provider: "openai", Id: "o3", Tier: "cloud_premium", Thinking: true });
        Assert.Contains(seeds, static model => model is { Provider: "openai", Id: "text-embedding-3-small", Kind: "embed" });
        Assert.Contains(seeds, static model => model is { Provider: "openrouter", Id: "google/gemini-2.5-flash-lite", Tier: "cloud_economy" });
        Assert.All(seeds, static model => Assert.NotNull(model.PriceIn));
        Assert.All(seeds, static model => Assert.NotNull(model.Context));
    }

    private async Task<List<string>> ListAsync(string query) =>
        [.. (await Core.GetJsonAsync($"/v1/prices?{query}")).GetProperty("prices").EnumerateArray().Select(static price => price.GetProperty("model").GetString()!)];

    private Task<HttpResponseMessage> PutAsync(string path, string body) =>
        Core.Http.PutAsync(new Uri($"/v1/prices/{path}", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
}
