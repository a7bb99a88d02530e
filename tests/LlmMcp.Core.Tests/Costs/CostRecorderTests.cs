using System.Text;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Fleet;
using Npgsql;

namespace LlmMcp.Core.Tests.Costs;

public sealed class CostRecorderTests
{
    private const string OpenAiMetrics = """{"provider":"openai","model":"gpt-4o-mini-2024-07-18","tokens_in":1000,"tokens_out":500}""";

    [Theory]
    [InlineData("""{"ok":true,"response":"x"}""", "0.00045$")]
    [InlineData("""{"ok":true,"cost":"9.99999$","tier":"xl","\u0063ost":"1.00000$"}""", "0.00045$")]
    [InlineData(" { } ", "0.00045$")]
    [InlineData("[1]", null)]
    [InlineData("\"text\"", null)]
    public async Task A_result_carries_what_it_cost_whatever_the_worker_claims(string result, string? cost)
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);

        var enriched = Encoding.UTF8.GetString(recorder.Enrich(Encoding.UTF8.GetBytes(result), Encoding.UTF8.GetBytes(OpenAiMetrics)).Span);

        // jsonb decides which of two equal keys counts, so jsonb is asked.
        Assert.Equal([cost ?? "null"], await database.ListAsync($"select '{enriched}'::jsonb ->> 'cost'"));
        Assert.Equal([cost is null ? "null" : ""], await database.ListAsync($"select '{enriched}'::jsonb ->> 'tier'"));
    }

    [Fact]
    public async Task A_result_without_tokens_is_left_alone_untouched()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);
        ReadOnlyMemory<byte> result = "{\"ok\":true}"u8.ToArray();

        Assert.True(recorder.Enrich(result, "{\"ms\":0}"u8.ToArray()).Equals(result));
    }

    [Fact]
    public async Task A_local_answer_costs_nothing_and_tells_its_tier()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into models (provider, id, tier) values ('ollama', 'qwen3:8b', 'large')");
        using var cache = new FleetCache(database.Reader);
        await cache.RefreshAsync(CancellationToken.None);
        var recorder = await RecorderAsync(database, cache);

        var enriched = recorder.Enrich("{\"ok\":true}"u8.ToArray(), """{"provider":"ollama","model":"qwen3:8b","tokens_in":5,"tokens_out":9}"""u8.ToArray());

        Assert.Equal("""{"ok":true,"tier":"large","cost":"0.00000$"}""", Encoding.UTF8.GetString(enriched.Span));
    }

    [Fact]
    public async Task Every_answer_with_tokens_is_one_row()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);
        await using var connection = await database.Database.OpenAsync(CancellationToken.None);

        await recorder.OnEndedAsync(connection,
        [
            Ended("openai.chat", "cloud:openai", OpenAiMetrics),
            Ended("ollama.generate", "pi5", """{"provider":"openai","model":"llama3.2:3b","tokens_in":10,"tokens_out":20}"""),
            Ended("echo", null, """{"ms":0}"""),
            Ended("my.kind", null, """{"provider":"mine","model":"m","tokens_out":1}"""),
        ], CancellationToken.None);

        Assert.Equal(
            ["mine m  0 1 0.0000000000", "ollama llama3.2:3b pi5 10 20 0.0000000000", "openai gpt-4o-mini-2024-07-18 cloud:openai 1000 500 0.0004500000"],
            await database.ListAsync("select concat_ws(' ', provider, model_id, coalesce(device_id, ''), tokens_in, tokens_out, cost_usd) from llm_costs order by provider"));
        Assert.Equal(["team/nightly"], await database.ListAsync("select distinct client || '/' || source from llm_costs"));
    }

    [Fact]
    public async Task A_price_of_the_dated_version_itself_wins()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into model_pricing (provider, model_id, price_in_1m, price_out_1m) values ('openai', 'gpt-4o-mini-2024-07-18', 1, 2)");
        var prices = new PriceTable(database.Database);
        await prices.RefreshAsync(CancellationToken.None);

        Assert.Equal(new Price(1, 2), prices.Find("openai", "gpt-4o-mini-2024-07-18"));
        Assert.Equal(new Price(0.15m, 0.60m), prices.Find("openai", "gpt-4o-mini-2025-01-01"));
        Assert.Equal(default, prices.Find("openrouter", "gpt-4o-mini"));
    }

    private static async Task<CostRecorder> RecorderAsync(FleetDatabase database, FleetCache cache)
    {
        var prices = new PriceTable(database.Database);
        await prices.RefreshAsync(CancellationToken.None);
        return new CostRecorder(prices, cache);
    }

    private static EndedAttempt Ended(string kind, string? device, string metrics) => new(
        Guid.CreateVersion7(), 1, kind, "team", "nightly", device, "worker", true, null, null, "{}"u8.ToArray(), Encoding.UTF8.GetBytes(metrics));
}
