using System.Net;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Debug;

public sealed class DebugApiTests
{
    [Fact]
    public async Task The_smoke_test_passes_and_leaves_nothing_behind()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        await using var core = await TestCore.StartAsync(database, null, ("Fleet:OllamaBaseUrl", node.Url.ToString()));
        await core.Get<LlmMcp.Core.Fleet.Nodes.NodeWatch>().RunOnceAsync(CancellationToken.None);

        var report = await core.PostForJsonAsync("/v1/debug/test", "");

        Assert.Equal("pass", report.GetProperty("status").GetString());
        Assert.Equal(
            ["db_ping pass", "db_read pass", "ollama_ping pass", "job_create pass"],
            report.GetProperty("results").EnumerateArray().Select(static result => $"{result.GetProperty("name").GetString()} {result.GetProperty("status").GetString()}"));
        Assert.Equal(0, await database.ScalarAsync<long>("select (select count(*) from jobs) + (select count(*) from job_attempts) + (select count(*) from job_tally_log) + (select count(*) from job_tallies)"));
    }

    [Fact]
    public async Task A_queue_that_does_not_keep_its_word_fails_the_smoke_test_and_not_the_call()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.ExecuteAsync("create function stay() returns trigger language plpgsql as 'begin return null; end'");
        await database.ExecuteAsync("create trigger stay before update on jobs for each row execute function stay()");

        var report = await core.PostForJsonAsync("/v1/debug/test", "");

        Assert.Equal("fail", report.GetProperty("status").GetString());
        Assert.Equal("Cannot create jobs in database", Assert.Single(report.GetProperty("issues").EnumerateArray()).GetString());
        Assert.Contains("queued after its cancel", report.GetProperty("results")[3].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_a_warning()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await database.AddDeviceAsync("gone", slots: 1);
        await core.Get<FleetCache>().RefreshAsync(CancellationToken.None);

        var report = await core.PostForJsonAsync("/v1/debug/test", "");

        Assert.Equal("warn", report.GetProperty("status").GetString());
        Assert.StartsWith("Host '", Assert.Single(report.GetProperty("issues").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_capacity_answer_the_keys_of_the_deployed_system()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await core.Get<PulseLoop>().RunOnceAsync(CancellationToken.None);

        var health = await core.GetJsonAsync("/v1/debug/health");
        var capacity = await core.GetJsonAsync("/v1/debug/capacity");

        Assert.Equal("status version checks issues", Keys(health));
        Assert.Equal("database queue hosts workers", Keys(health.GetProperty("checks")));
        Assert.Equal("status latency_ms connections", Keys(health.GetProperty("checks").GetProperty("database")));
        Assert.Equal("active idle max", Keys(health.GetProperty("checks").GetProperty("database").GetProperty("connections")));
        Assert.Equal("total_slots used_slots free_slots utilization_pct hosts workers", Keys(capacity));
    }

    [Fact]
    public async Task It_is_ready_while_the_pulse_beats()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        await core.Get<PulseLoop>().RunOnceAsync(CancellationToken.None);

        using var live = await core.Http.GetAsync("/health/live");
        using var ready = await core.Http.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, ready.StatusCode));
    }

    private static string Keys(System.Text.Json.JsonElement element) => string.Join(' ', element.EnumerateObject().Select(static property => property.Name));
}
