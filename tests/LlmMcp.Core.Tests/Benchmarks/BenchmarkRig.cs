using System.Text.Json;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Benchmarks;

/// <summary>Whole Cores on one database whose devices the test writes down; workers are calls of the test.</summary>
internal sealed class BenchmarkRig : IAsyncDisposable
{
    private readonly List<TestCore> cores = [];

    private BenchmarkRig(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public TestCore Core => cores[0];

    public IReadOnlyList<TestCore> Cores => cores;

    public static async Task<BenchmarkRig> StartAsync(int cores = 1, params (string Key, string Value)[] settings)
    {
        var rig = new BenchmarkRig(await CoreDatabase.CreateAsync());
        for (var i = 0; i < cores; i++)
        {
            // The test takes each look itself.
            rig.cores.Add(await TestCore.StartAsync(rig.Database, settings: [("Benchmarks:Interval", "01:00:00"), .. settings]));
        }

        return rig;
    }

    /// <summary>A device that is online, with one slot, and its models; embedding models by their name.</summary>
    public async Task AddNodeAsync(string id, string provider, params string[] models)
    {
        await Database.AddDeviceAsync(id, 1);
        await Database.ExecuteAsync("update devices set provider = $2 where id = $1", id, provider);
        foreach (var model in models)
        {
            await Database.ExecuteAsync(
                "insert into models (provider, id, kind, size_bytes) values ($1, $2, case when $2 like '%embed%' then 'embed' else 'chat' end, 1000000000) on conflict do nothing", provider, model);
            await Database.ExecuteAsync("insert into device_models (device_id, provider, model_id) values ($1, $2, $3)", id, provider, model);
        }

        await LookAsync();
    }

    /// <summary>Every Core sees what is in the database now.</summary>
    public async Task LookAsync()
    {
        foreach (var core in cores)
        {
            await core.Get<FleetCache>().RefreshAsync(CancellationToken.None);
        }
    }

    public async Task<BenchmarkSweepReport> SweepAsync(int core = 0)
    {
        await LookAsync();
        return await cores[core].Get<BenchmarkSweep>().RunOnceAsync(CancellationToken.None);
    }

    /// <summary>Claims one job of a kind and completes it with these documents; answers its id.</summary>
    public async Task<string> RunOneAsync(string kind, string metrics, string result = """{"ok":true}""")
    {
        var job = await ClaimAsync(kind);
        await Core.PostForJsonAsync(
            "/v1/workers/complete",
            $$"""{"worker_id":"w1","job_id":"{{job.GetProperty("id").GetString()}}","claim_no":{{job.GetProperty("claim_no").GetInt64()}},"result":{{result}},"metrics":{{metrics}}}""");
        return job.GetProperty("id").GetString()!;
    }

    /// <summary>Claims one job of a kind and fails it for good.</summary>
    public async Task FailOneAsync(string kind)
    {
        var job = await ClaimAsync(kind);
        await Core.PostForJsonAsync(
            "/v1/workers/fail",
            $$"""{"worker_id":"w1","job_id":"{{job.GetProperty("id").GetString()}}","claim_no":{{job.GetProperty("claim_no").GetInt64()}},"error":"no","error_class":"request"}""");
    }

    public async Task<JsonElement> ClaimAsync(string kind) =>
        (await Core.PostForJsonAsync("/v1/workers/claim", $$"""{"worker_id":"w1","kinds":["{{kind}}"],"lease_seconds":60,"wait_seconds":20}""")).GetProperty("job");

    public async ValueTask DisposeAsync()
    {
        foreach (var core in cores)
        {
            await core.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}
