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
    public async Task What_OpenRouter_charged_counts_more_than_the_table()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);
        const string charged = """{"provider":"openrouter","model":"openai/gpt-4o-mini","tokens_in":1000,"tokens_out":500,"cached_tokens":1500,"provider_cost":0.000015,"ms":31}""";
        await using var connection = await database.Database.OpenAsync(CancellationToken.None);

        await recorder.OnEndedAsync(connection, [Ended("openrouter.chat", "cloud:openrouter", charged), Ended("compat.chat", "node", charged)], CancellationToken.None);

        // Of the tie 0.000015 the even neighbour; the other server's "cost" is nobody's.
        Assert.Contains("\"0.00002$\"", Encoding.UTF8.GetString(recorder.Enrich("{}"u8.ToArray(), Encoding.UTF8.GetBytes(charged)).Span), StringComparison.Ordinal);
        Assert.Equal(
            ["compat 0 table 1000 31", "openrouter 0.000015 provider 1000 31"],
            await database.ListAsync("select concat_ws(' ', provider, trim_scale(cost_usd), priced_by, cached_in, duration_ms) from llm_costs order by provider"));
    }

    [Fact]
    public async Task Cached_and_reasoning_tokens_are_recorded_and_priced()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);
        await using var connection = await database.Database.OpenAsync(CancellationToken.None);

        await recorder.OnEndedAsync(
            connection,
            [Ended("openai.chat", "cloud:openai", """{"provider":"openai","model":"gpt-4.1-2025-04-14","tokens_in":1000,"tokens_out":100,"cached_tokens":600,"reasoning_tokens":40}""")],
            CancellationToken.None);

        Assert.Equal(["600 40 0.0019"], await database.ListAsync("select concat_ws(' ', cached_in, reasoning_out, trim_scale(cost_usd)) from llm_costs"));
    }

    [Fact]
    public async Task Failures_of_known_models_are_counted_by_day_and_cost_what_they_used()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into models (provider, id) values ('ollama', 'm:latest')");
        using var cache = new FleetCache(database.Reader);
        var recorder = await RecorderAsync(database, cache);
        var jobs = new[] { "openai.chat gpt-4o", "openai.chat gpt-4o", "ollama.chat m", "ollama.chat unheard-of", "echo gpt-4o" }.Select(static job => job.Split(' ')).ToList();
        var failures = new List<EndedAttempt>();
        foreach (var job in jobs)
        {
            var failed = Ended(job[0], null, job == jobs[0] ? OpenAiMetrics : "{}") with { Succeeded = false, Result = default };
            failures.Add(failed);
            await database.RunAsync($$"""insert into jobs (id, kind, block, payload) values ('{{failed.JobId}}', '{{job[0]}}', 'b', '{"model":"{{job[1]}}"}')""");
        }

        await using var connection = await database.Database.OpenAsync(CancellationToken.None);
        await recorder.OnEndedAsync(connection, failures, CancellationToken.None);
        await recorder.OnEndedAsync(connection, failures[..1], CancellationToken.None);

        Assert.Equal(
            ["ollama m:latest 1", "openai gpt-4o 3"],
            await database.ListAsync("select concat_ws(' ', provider, model_id, errors) from model_errors order by 1"));
        Assert.Equal(["2"], await database.ListAsync("select count(*) from llm_costs"));
    }

    [Fact]
    public async Task A_price_of_the_dated_version_itself_wins()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.RunAsync("insert into model_pricing (provider, model_id, price_in_1m, price_out_1m) values ('openai', 'gpt-4o-mini-2024-07-18', 1, 2)");
        var prices = new PriceTable(database.Database);
        await prices.RefreshAsync(CancellationToken.None);

        Assert.Equal(new Price(1, 2), prices.Find("openai", "gpt-4o-mini-2024-07-18"));
        Assert.Equal(new Price(0.15m, 0.60m) { CachedIn = 0.075m }, prices.Find("openai", "gpt-4o-mini-2025-01-01"));
        Assert.Equal(new Price(0.15m, 0.60m) { CachedIn = 0.075m }, prices.Find("openai", "gpt-4o-mini-20250101"));
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
