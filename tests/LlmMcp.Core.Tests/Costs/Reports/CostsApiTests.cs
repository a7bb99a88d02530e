using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Costs.Reports;

public sealed class CostsApiTests : CoreTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.ExecuteAsync(
            """
            insert into llm_costs (job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cost_usd, created_at)
            select gen_random_uuid(), provider, model, device, client, source, 10, 5, cost, now() - age
            from (values
                ('openai', 'gpt-4o', 'cloud:openai', 'team', 'nightly', 0.5, interval '1 hour'),
                ('openai', 'gpt-4o', 'cloud:openai', '', 'nightly', 0.25, interval '23 hours 50 minutes'),
                ('ollama', 'gpt-4o', null, 'team', 'web', 0, interval '2 hours'),
                ('openrouter', 'x/y', 'cloud:openrouter', 'team', 'web', 1.0000000001, interval '25 hours'),
                ('openrouter', 'x/y', 'cloud:openrouter', 'team', 'web', 2, interval '8 days'),
                ('openrouter', 'x/y', 'cloud:openrouter', 'team', 'web', 4, interval '31 days')
            ) as c (provider, model, device, client, source, cost, age)
            """);
    }

    [Theory]
    [InlineData("", "day", "0.75", 3, "openai 0.75 2,ollama 0 1")]
    [InlineData("?period=day", "day", "0.75", 3, "openai 0.75 2,ollama 0 1")]
    [InlineData("?period=week", "week", "1.7500000001", 4, "openrouter 1.0000000001 1,openai 0.75 2,ollama 0 1")]
    [InlineData("?period=month", "month", "3.7500000001", 5, "openrouter 3.0000000001 2,openai 0.75 2,ollama 0 1")]
    public async Task A_period_is_a_window_that_ends_now(string query, string period, string total, int jobs, string providers)
    {
        var summary = await Core.GetJsonAsync($"/v1/costs/summary{query}");

        Assert.Equal(period, summary.GetProperty("period").GetString());
        Assert.Equal((total, total), (summary.GetProperty("total_cost").GetRawText(), summary.GetProperty("total_cost_usd").GetRawText()));
        Assert.Equal((jobs, jobs), (summary.GetProperty("total_jobs").GetInt32(), summary.GetProperty("total_requests").GetInt32()));
        Assert.Equal(providers.Split(','), Groups(summary, "by_provider", "provider"));
        Assert.Equal(15 * jobs, summary.GetProperty("by_provider").EnumerateArray().Sum(static group => group.GetProperty("tokens_in").GetInt32() + group.GetProperty("tokens_out").GetInt32()));
        Assert.Equal(["period", "total_cost", "total_jobs", "total_cost_usd", "total_requests", "by_provider"], summary.EnumerateObject().Select(static key => key.Name));
    }

    [Theory]
    [InlineData("?period=month", "day", "openai 0.75 2,ollama 0 1,openrouter 3.0000000001 2")]
    [InlineData("?period=month&by=model", "day", "gpt-4o 0.75 3,x/y 3.0000000001 2")]
    [InlineData("?period=day&by=source", "hour", "nightly 0.75 2,web 0 1")]
    [InlineData("?period=day&by=device", "hour", "cloud:openai 0.75 2, 0 1")]
    public async Task A_series_says_what_was_spent_when(string query, string bucket, string names)
    {
        var series = await Core.GetJsonAsync($"/v1/costs/series{query}");

        var points = series.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(bucket, series.GetProperty("bucket").GetString());
        Assert.Equal(names.Split(',').Order(), points.GroupBy(static point => point.GetProperty("name").GetString()).Select(static name =>
            $"{name.Key} {name.Sum(static point => point.GetProperty("cost_usd").GetDecimal()).ToString(System.Globalization.CultureInfo.InvariantCulture)} {name.Sum(static point => point.GetProperty("jobs").GetInt64())}").Order());
        var times = points.Select(static point => point.GetProperty("at").GetDateTime()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.Equal(TimeSpan.Zero, bucket == "day" ? time.TimeOfDay : TimeSpan.FromTicks(time.Ticks % TimeSpan.TicksPerHour)));
    }

    [Fact]
    public async Task A_series_sums_up_what_is_beyond_the_dearest_names()
    {
        await Database.ExecuteAsync(
            "insert into llm_costs (job_id, provider, model_id, source, tokens_in, tokens_out, cost_usd) select gen_random_uuid(), 'openai', 'm', 'source-' || i, 1, 1, 10 + i from generate_series(1, 20) i");

        var names = (await Core.GetJsonAsync("/v1/costs/series?period=day&by=source")).GetProperty("points").EnumerateArray().Select(static point => point.GetProperty("name").GetString()).Distinct().ToList();

        Assert.Equal(9, names.Count);
        Assert.Contains("other", names);
        Assert.Contains("source-20", names);
        Assert.DoesNotContain("source-1", names);
    }

    [Theory]
    [InlineData("period=year", "period")]
    [InlineData("by=colour", "by")]
    [InlineData("by=client", "by")]
    public async Task A_series_of_something_else_is_refused(string query, string field)
    {
        using var answer = await Core.Http.GetAsync($"/v1/costs/series?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("model", "x/y 3.0000000001 2,gpt-4o 0.75 2,gpt-4o 0 1")]
    [InlineData("source", "web 3.0000000001 3,nightly 0.75 2")]
    [InlineData("client", "team 3.5000000001 4, 0.25 1")]
    [InlineData("device", "cloud:openrouter 3.0000000001 2,cloud:openai 0.75 2, 0 1")]
    public async Task Costs_are_grouped_as_asked(string by, string groups)
    {
        var summary = await Core.GetJsonAsync($"/v1/costs/summary?period=month&by={by}");

        Assert.Equal(groups.Split(','), Groups(summary, $"by_{by}", by));
        Assert.Equal(3, summary.GetProperty("by_provider").GetArrayLength());
        Assert.Equal(by == "model", summary.GetProperty($"by_{by}")[0].TryGetProperty("provider", out _));
    }

    [Fact]
    public async Task Days_come_latest_first_and_the_providers_are_there_anyway()
    {
        var days = (await Core.GetJsonAsync("/v1/costs/summary?period=month&by=day")).GetProperty("by_day").EnumerateArray().Select(static day => day.GetProperty("day").GetString()!).ToList();

        Assert.Equal(days.OrderDescending(StringComparer.Ordinal), days);
        Assert.InRange(days.Count, 3, 4);
        Assert.Equal(5, (await Core.GetJsonAsync("/v1/costs/summary?period=month&by=day")).GetProperty("by_day").EnumerateArray().Sum(static day => day.GetProperty("jobs").GetInt32()));
        Assert.Equal(6, (await Core.GetJsonAsync("/v1/costs/summary?by=provider")).EnumerateObject().Count());
    }

    [Fact]
    public async Task Beyond_fifty_groups_the_rest_is_one()
    {
        await Database.ExecuteAsync(
            "insert into llm_costs (provider, model_id, source, tokens_in, cost_usd) select 'openai', 'm', 's' || n, 1, n from generate_series(1, 60) n");

        var groups = Groups(await Core.GetJsonAsync("/v1/costs/summary?by=source"), "by_source", "source");

        Assert.Equal(51, groups.Count);
        Assert.Equal(("s60 60 1", "s11 11 1", "other 55.75 13"), (groups[0], groups[49], groups[50]));
    }

    [Theory]
    [InlineData("/v1/costs/summary?period=year", "invalid_period")]
    [InlineData("/v1/costs/summary?period=DAY", "invalid_period")]
    [InlineData("/v1/costs/summary?by=colour", "invalid_by")]
    [InlineData("/v1/costs?limit=0", "invalid_limit")]
    [InlineData("/v1/costs?limit=501", "invalid_limit")]
    [InlineData("/v1/costs?limit=x", "invalid_limit")]
    [InlineData("/v1/costs?after=x", "invalid_after")]
    public async Task What_cannot_be_meant_is_refused(string path, string code)
    {
        using var answer = await Core.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Without_costs_all_is_zero_and_the_lists_are_empty()
    {
        await Database.ExecuteAsync("delete from llm_costs");

        Assert.Equal(
            """{"period":"day","total_cost":0,"total_jobs":0,"total_cost_usd":0,"total_requests":0,"by_provider":[],"by_source":[]}""",
            (await Core.GetJsonAsync("/v1/costs/summary?by=source")).GetRawText());
        Assert.Equal("""{"items":[],"next":null}""", (await Core.GetJsonAsync("/v1/costs")).GetRawText());
        Assert.Equal(
            """{"openrouter_balance_usd":null,"spend_today_usd":0,"spend_week_usd":0,"spend_month_usd":0,"top_models":[]}""",
            (await Core.GetJsonAsync("/v1/costs/balance")).GetRawText());
    }

    [Fact]
    public async Task Single_costs_are_paged_newest_first()
    {
        var seen = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = await Core.GetJsonAsync($"/v1/costs?limit=4&after={next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(static cost => $"{cost.GetProperty("model").GetString()} {cost.GetProperty("cost_usd").GetRawText()}"));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["gpt-4o 0.5", "gpt-4o 0", "gpt-4o 0.25", "x/y 1.0000000001", "x/y 2", "x/y 4"], seen);
    }

    [Fact]
    public async Task The_balance_tells_the_spending_even_without_a_key()
    {
        var balance = await Core.GetJsonAsync("/v1/costs/balance");

        Assert.Equal(
            ("0.75", "1.7500000001", "3.7500000001"),
            (balance.GetProperty("spend_today_usd").GetRawText(), balance.GetProperty("spend_week_usd").GetRawText(), balance.GetProperty("spend_month_usd").GetRawText()));
        Assert.Equal(
            """[{"model":"x/y","requests":2,"tokens_in":20,"tokens_out":10,"cost_usd":3.0000000001},{"model":"gpt-4o","requests":3,"tokens_in":30,"tokens_out":15,"cost_usd":0.75}]""",
            balance.GetProperty("top_models").GetRawText());
    }

    private static List<string> Groups(JsonElement summary, string list, string key) => [.. summary.GetProperty(list).EnumerateArray().Select(
        group => $"{group.GetProperty(key).GetString()} {group.GetProperty("cost_usd").GetRawText()} {group.GetProperty("jobs").GetInt32()}")];
}
