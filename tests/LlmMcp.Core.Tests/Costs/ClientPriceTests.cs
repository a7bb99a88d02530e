using System.Text.Json;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Costs;

public sealed class ClientPriceTests
{
    private const string Payload = """{"model":"gpt-4o-mini","prompt":"hi","_price_in_1m":0,"_price_out_1m":0,"_tier":"tiny","_price_request":-1}""";

    [Fact]
    public async Task No_door_takes_a_price_from_a_client()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Cloud:OpenAiApiKey", "sk-test"));

        await core.SubmitAsync($$"""{"kind":"openai.chat","payload":{{Payload}}}""");
        await core.PostForJsonAsync("/v1/jobs/batch", $$"""{"jobs":[{"kind":"openai.chat","payload":{{Payload}}},{"kind":"ollama.generate","payload":{{Payload}}}]}""");
        await core.PostForJsonAsync("/v1/llm/request", $$"""{"provider":"openai","task":"chat","payload":{{Payload}}}""");
        await core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "openai.chat", PayloadJson = Payload });

        Assert.Equal(5, await database.ScalarAsync<long>("select count(*) from jobs"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from jobs, jsonb_object_keys(payload) key where key like '\\_%'"));
    }

    [Fact]
    public async Task The_table_prices_what_a_worker_counted_whatever_the_payload_says()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await core.Get<Core.Costs.PriceTable>().RefreshAsync(CancellationToken.None);
        var id = await core.SubmitAsync($$"""{"kind":"my.model","payload":{{Payload}}}""");
        var claimed = await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["my.model"],"wait_seconds":10}""");
        var claim = claimed.GetProperty("job").GetProperty("claim_no").GetInt64();

        await core.PostForJsonAsync("/v1/workers/complete", $$"""
            {"worker_id":"w1","job_id":"{{id}}","claim_no":{{claim}},"result":{"ok":true,"cost":"0.00000$"},
             "metrics":{"provider":"openai","model":"gpt-4o-mini","tokens_in":1000,"tokens_out":500,"cached_tokens":400,"provider_cost":0} }
            """);

        var result = (await core.GetJsonAsync($"/v1/jobs/{id}")).GetProperty("result");
        Assert.Equal("0.00042$", result.GetProperty("cost").GetString());
        var summary = await core.GetJsonAsync("/v1/costs/summary");
        Assert.Equal((0.00042m, 1), (summary.GetProperty("total_cost_usd").GetDecimal(), summary.GetProperty("total_requests").GetInt32()));
    }
}
