using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Storage.Deployed;

/// <summary>Every row of the deployed system is found through the API of a Core that started on its database.</summary>
public sealed class CarriedRowsTests
{
    [Theory]
    [MemberData(nameof(DeployedDatabase.Variants), MemberType = typeof(DeployedDatabase))]
    public async Task Nothing_is_lost_whatever_migrations_it_had(string variant)
    {
        await using var database = await DeployedDatabase.CreateAsync(variant);
        await using var core = await TestCore.StartAsync(database);

        await AssertJobsAsync(core, database);
        await AssertDevicesAsync(core, database);
        await AssertModelsAsync(core, database);
        await AssertCostsAsync(core, database, variant);
        var lost = await database.ListAsync<string>("select name || ': ' || carried || ' of ' || rows from carried_over where carried <> rows order by name");
        // The phone and the tablet, which never served a model, and nothing else.
        Assert.Equal(["devices: 8 of 10"], lost.Where(static line => !line.StartsWith("model_pricing", StringComparison.Ordinal)));
        core.Log.VerifyNoErrors();
    }

    private static async Task AssertJobsAsync(TestCore core, TestDatabase database)
    {
        var ids = await database.ListAsync<Guid>("select id from llm_mcp_deployed.jobs");
        foreach (var id in ids)
        {
            var job = await core.GetJsonAsync($"/v1/jobs/{id}");
            var attempts = (await core.GetJsonAsync($"/v1/jobs/{id}/attempts")).GetProperty("attempts").GetArrayLength();
            var had = await database.ScalarAsync<long>("select count(*) from llm_mcp_deployed.job_attempts where job_id = $1", id);

            Assert.Equal(id, job.GetProperty("id").GetGuid());
            Assert.True(had == attempts + (job.GetProperty("status").GetString() == "running" ? 1 : 0), $"{had} attempts, found {attempts} of {job}");
        }

        Assert.Equal(0, await database.ScalarAsync<long>(
            """
            select count(*)
            from llm_mcp_deployed.jobs o
            join jobs j using (id)
            where o.status in ('done', 'error')
              and (o.kind, o.payload, o.result, o.error, o.status, o.queued_at, o.updated_at, o.deadline_at) is distinct from
                  (j.kind, j.payload, j.result, j.error, j.status, j.queued_at, j.updated_at, j.deadline_at)
            """));
        var listed = new List<Guid>();
        for (string? after = null; listed.Count == 0 || after is not null;)
        {
            var page = await core.GetJsonAsync($"/v1/jobs?limit=50{(after is null ? "" : $"&after={after}")}");
            listed.AddRange(page.GetProperty("jobs").EnumerateArray().Select(static job => job.GetProperty("id").GetGuid()));
            after = page.TryGetProperty("next_after", out var next) ? next.GetString() : null;
        }

        Assert.Equal(ids.Order(), listed.Order());
        var counted = (await core.GetJsonAsync("/v1/dashboard")).GetProperty("jobs");
        Assert.Equal(await database.ScalarAsync<long>("select count(*) from jobs where status = 'done'"), counted.GetProperty("done").GetInt64());
    }

    private static async Task AssertDevicesAsync(TestCore core, TestDatabase database)
    {
        string[] nodes = ["box.tail1.ts.net.", "box.tail1.ts.net.:11435", "extra:10.0.0.9", "gpu-worker", "lan-192.168.1.7", "six.tail1.ts.net.", "strange"];
        var devices = (await core.GetJsonAsync("/v1/devices")).GetProperty("devices").EnumerateArray().Where(static device => device.GetProperty("role").GetString() != "cloud").ToDictionary(static device => device.GetProperty("id").GetString()!);
        var workers = (await core.GetJsonAsync("/v1/workers")).GetProperty("workers").EnumerateArray().ToDictionary(static worker => worker.GetProperty("id").GetString()!);

        Assert.Equal(nodes, devices.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("http://100.64.0.1:11434", devices["box.tail1.ts.net."].GetProperty("base_url").GetString());
        Assert.Equal("http://[fd7a::1]:11434", devices["six.tail1.ts.net."].GetProperty("base_url").GetString());
        Assert.Equal("box.tail1.ts.net.", devices["box.tail1.ts.net.:11435"].GetProperty("parent_id").GetString());
        Assert.Equal("abc", await database.ScalarAsync<string>("select digest from models where id = 'llama3.2:3b'"));
        Assert.All(devices.Values, static device => Assert.NotEqual("online", device.GetProperty("status").GetString()));
        Assert.Equal(["gpu-worker", "worker-20260305101010.123456789"], workers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("pi5", workers["gpu-worker"].GetProperty("host").GetString());
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from device_metrics"));

        var limits = (await core.GetJsonAsync("/v1/limits")).GetProperty("devices").EnumerateArray().ToDictionary(static device => device.GetProperty("device_id").GetString()!);
        var (box, extra, six) = (limits["box.tail1.ts.net."], limits["extra:10.0.0.9"], limits["six.tail1.ts.net."]);
        Assert.Equal(("derived", 12m, 8192), (box.GetProperty("sources").GetProperty("max_params_b").GetString(), box.GetProperty("max_params_b").GetDecimal(), box.GetProperty("max_context").GetInt32()));
        Assert.Equal(0, box.GetProperty("allow_models").GetArrayLength());
        Assert.Equal(("own", 3m), (extra.GetProperty("sources").GetProperty("max_params_b").GetString(), extra.GetProperty("max_params_b").GetDecimal()));
        Assert.Equal("llama3.2:3b", extra.GetProperty("allow_models")[0].GetString());
        Assert.Equal(32_000, six.GetProperty("max_context").GetInt32());
    }

    private static async Task AssertModelsAsync(TestCore core, TestDatabase database)
    {
        var models = (await core.GetJsonAsync("/v1/models?all=1")).GetProperty("data").EnumerateArray().Select(static model => $"{model.GetProperty("provider").GetString()} {model.GetProperty("id").GetString()}").ToHashSet();
        Assert.Superset(new HashSet<string> { "ollama llama3.2:3b", "ollama qwen3:1.7b", "ollama nomic-embed-text:latest", "ollama bench-only:latest", "openrouter z-ai/glm-4.7", "openrouter openai/gpt-4o" }, models);
        Assert.Equal("disabled", await database.ScalarAsync<string>("select status from models where id = 'old:7b'"));
        Assert.Equal("embed", await database.ScalarAsync<string>("select kind from models where id = 'nomic-embed-text:latest'"));

        var prices = (await core.GetJsonAsync("/v1/prices?limit=500")).GetProperty("prices").EnumerateArray().ToDictionary(static price => $"{price.GetProperty("provider").GetString()} {price.GetProperty("model").GetString()}");
        Assert.Equal((0.40m, 1.75m), (prices["openrouter z-ai/glm-4.7"].GetProperty("price_in_1m").GetDecimal(), prices["openrouter z-ai/glm-4.7"].GetProperty("price_out_1m").GetDecimal()));
        Assert.Equal((3m, "operator"), (prices["openrouter openai/gpt-4o"].GetProperty("price_in_1m").GetDecimal(), prices["openrouter openai/gpt-4o"].GetProperty("origin").GetString()));

        var benchmarks = (await core.GetJsonAsync("/v1/benchmarks?limit=200")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(4, benchmarks.Count);
        Assert.Contains(benchmarks, static item => item.GetProperty("model_id").GetString() == "llama3.2:3b" && item.GetProperty("tps").GetDouble() == 41.5);
        Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from benchmarks join llm_mcp_deployed.benchmarks o using (id)"));

        var ratings = await core.GetJsonAsync("/v1/devices/ratings");
        Assert.Contains("box.tail1.ts.net.", ratings.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertCostsAsync(TestCore core, TestDatabase database, string variant)
    {
        var costs = (await core.GetJsonAsync("/v1/costs?limit=100")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(variant == "01" ? 0 : 3, costs.Count);
        if (variant != "01")
        {
            Assert.Equal(0.0000135m, costs[^1].GetProperty("cost_usd").GetDecimal());
            Assert.Equal("agent", costs[^1].GetProperty("source").GetString());
            Assert.Equal(2, (await core.GetJsonAsync("/v1/limits")).GetProperty("devices").EnumerateArray().Single(static device => device.GetProperty("device_id").GetString() == "box.tail1.ts.net.").GetProperty("max_concurrency").GetInt32());
        }

        if (variant == "05")
        {
            var stats = (await core.GetJsonAsync("/v1/models/stats")).GetProperty("models").EnumerateArray().ToDictionary(static model => model.GetProperty("model_id").GetString()!);
            AssertUse(stats["openai/gpt-4o"], requests: 3, tokensIn: 3000, cost: 0.027m, feedback: 1);
            AssertUse(stats["llama3.2:3b"], requests: 40, tokensIn: 4000, cost: 0, feedback: 0);
            Assert.Equal((4, 90.0), (stats["llama3.2:3b"].GetProperty("error_count").GetInt32(), stats["llama3.2:3b"].GetProperty("success_rate").GetDouble()));
            Assert.Equal("Kimi K2.5", stats["moonshotai/kimi-k2.5"].GetProperty("display_name").GetString());
            Assert.Equal(91, stats["moonshotai/kimi-k2.5"].GetProperty("category_scores").GetProperty("programming").GetInt32());
            Assert.Equal(0.60m, await database.ScalarAsync<decimal>("select price_in_1m from model_pricing where model_id = 'moonshotai/kimi-k2.5'"));
        }
    }

    private static void AssertUse(JsonElement model, int requests, int tokensIn, decimal cost, int feedback)
    {
        Assert.Equal(requests, model.GetProperty("total_requests").GetInt32());
        Assert.Equal(tokensIn, model.GetProperty("total_tokens_in").GetInt32());
        Assert.Equal(cost, model.GetProperty("total_cost_usd").GetDecimal());
        Assert.Equal(feedback, model.GetProperty("feedback_score").GetInt32());
    }
}
