using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Costs.Reports;

public sealed class ModelStatsTests : CoreTest
{
    private readonly FakeTimeProvider time = new();

    private protected override TimeProvider Time => time;

    [Fact]
    public async Task A_model_is_shown_with_its_use_its_failures_and_what_people_think()
    {
        await Database.ExecuteAsync("insert into llm_costs (provider, model_id, tokens_in, tokens_out, cost_usd, duration_ms) select 'openrouter', 'google/gemini-2.5-flash', 10, 5, 0.5, 100 * n from generate_series(1, 3) n");
        await Database.ExecuteAsync("insert into model_errors (provider, model_id, day, errors) values ('openrouter', 'google/gemini-2.5-flash', current_date, 1), ('ollama', 'm', current_date, 2)");
        await RateAsync("google/gemini-2.5-flash", "good");
        await RateAsync("google/gemini-2.5-flash", "bad");
        await RateAsync("google/gemini-2.5-flash", "good");

        var stats = await Core.GetJsonAsync("/v1/models/stats");
        var models = stats.GetProperty("models").EnumerateArray().ToDictionary(static model => model.GetProperty("model_id").GetString()!);

        var gemini = models["google/gemini-2.5-flash"];
        Assert.Equal(("Gemini 2.5 Flash", "openrouter"), (gemini.GetProperty("display_name").GetString(), gemini.GetProperty("provider").GetString()));
        Assert.Equal(92, gemini.GetProperty("category_scores").GetProperty("search").GetInt32());
        Assert.Equal((0.15m, 0.60m, 1000), (gemini.GetProperty("price_in_1m").GetDecimal(), gemini.GetProperty("price_out_1m").GetDecimal(), gemini.GetProperty("context_k").GetInt32()));
        Assert.Equal((4, 30, 15, 1.5m), (gemini.GetProperty("total_requests").GetInt32(), gemini.GetProperty("total_tokens_in").GetInt32(), gemini.GetProperty("total_tokens_out").GetInt32(), gemini.GetProperty("total_cost_usd").GetDecimal()));
        Assert.Equal((200, 1, 75.0, 1), (gemini.GetProperty("avg_duration_ms").GetInt32(), gemini.GetProperty("error_count").GetInt32(), gemini.GetProperty("success_rate").GetDouble(), gemini.GetProperty("feedback_score").GetInt32()));
        Assert.NotNull(gemini.GetProperty("last_used_at").GetString());
        Assert.Equal((2, 0.0, "{}"), (models["m"].GetProperty("error_count").GetInt32(), models["m"].GetProperty("success_rate").GetDouble(), models["m"].GetProperty("category_scores").GetRawText()));
        Assert.Equal((models.Count, "google/gemini-2.5-flash"), (stats.GetProperty("count").GetInt32(), stats.GetProperty("models")[0].GetProperty("model_id").GetString()));
    }

    [Fact]
    public async Task The_numbers_are_added_up_twice_a_minute_at_most()
    {
        var before = (await Core.GetJsonAsync("/v1/models/stats")).GetProperty("count").GetInt32();
        await Database.ExecuteAsync("insert into llm_costs (provider, model_id, tokens_in) values ('ollama', 'new', 1)");

        Assert.Equal(before, (await Core.GetJsonAsync("/v1/models/stats")).GetProperty("count").GetInt32());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(before + 1, (await Core.GetJsonAsync("/v1/models/stats")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("{}", "model_required")]
    [InlineData("""{"model":" ","rating":"good"}""", "model_required")]
    [InlineData("""{"model":"a\u0000","rating":"good"}""", "invalid_model")]
    [InlineData("""{"model":"m"}""", "invalid_rating")]
    [InlineData("""{"model":"m","rating":"GOOD"}""", "invalid_rating")]
    [InlineData("""{"model":"m","rating":"bad","comment":"a\u0000"}""", "invalid_comment")]
    [InlineData("""{"model":"m","rating":5}""", "invalid_json")]
    public async Task A_rating_says_of_what_and_which(string body, string code)
    {
        using var answer = await Core.PostAsync("/v1/feedback", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_rating_is_stored_with_its_comment()
    {
        Assert.Equal("""{"status":"ok","model":"m","rating":"bad"}""", await RateAsync("m", "bad", "слишком коротко"));
        Assert.Equal(["m слишком коротко"], await Database.ListAsync<string>("select model_id || ' ' || comment from model_feedback where not good"));
    }

    private async Task<string> RateAsync(string model, string rating, string comment = "") =>
        (await Core.PostForJsonAsync("/v1/feedback", JsonSerializer.Serialize(new { model, rating, comment }))).GetRawText();
}
