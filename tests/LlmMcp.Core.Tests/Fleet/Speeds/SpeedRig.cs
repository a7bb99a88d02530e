using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Jobs;
using Npgsql;

namespace LlmMcp.Core.Tests.Fleet.Speeds;

/// <summary>The recorder of speeds on a database with one device, <c>pi5</c>.</summary>
internal sealed class SpeedRig : IAsyncDisposable
{
    private readonly FleetCache cache;
    private readonly SpeedRecorder recorder;

    private SpeedRig(FleetDatabase database)
    {
        Database = database;
        cache = new FleetCache(database.Reader);
        recorder = new SpeedRecorder(cache);
    }

    public FleetDatabase Database { get; }

    public static async Task<SpeedRig> CreateAsync()
    {
        var rig = new SpeedRig(await FleetDatabase.CreateAsync());
        await rig.Database.RunAsync(
            """
            insert into devices (id, provider, base_url, origin, status) values ('pi5', 'ollama', 'http://127.0.0.1:1', 'test', 'online');
            insert into models (provider, id, kind) values ('ollama', 'llama3.2:3b', 'chat'), ('ollama', 'nomic-embed-text:latest', 'embed');
            insert into device_models (device_id, provider, model_id) select 'pi5', provider, id from models where provider = 'ollama'
            """);
        await rig.cache.RefreshAsync(CancellationToken.None);
        return rig;
    }

    public async Task EndAsync(params EndedAttempt[] attempts)
    {
        await using var connection = await Database.Database.OpenAsync(CancellationToken.None);
        await EndOnAsync(connection, attempts);
    }

    public Task EndOnAsync(NpgsqlConnection connection, params EndedAttempt[] attempts) => recorder.OnEndedAsync(connection, attempts, CancellationToken.None);

    /// <summary>A job whose payload asks for the model.</summary>
    public async Task<Guid> AddJobAsync(string model)
    {
        var id = Guid.CreateVersion7();
        await Database.RunAsync($$"""insert into jobs (id, kind, block, payload) values ('{{id}}', 'ollama.embed', 'x', '{"model":"{{model}}"}')""");
        return id;
    }

    public Task<List<string>> SpeedsAsync() => Database.ListAsync(
        "select concat_ws(' ', device_id, model_id, task_type, coalesce(round(tps::numeric)::text, ''), round(latency_ms::numeric), samples) from model_speeds order by 1");

    public async ValueTask DisposeAsync()
    {
        cache.Dispose();
        await Database.DisposeAsync();
    }
}
