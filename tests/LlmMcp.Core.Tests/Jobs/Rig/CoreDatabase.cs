using LlmMcp.Core.Storage;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>Databases with Core's schema.</summary>
internal static class CoreDatabase
{
    public static Task<TestDatabase> CreateAsync() =>
        TestDatabase.CreateAsync("core_engine", static (source, cancellationToken) => new Migrator(source).RunAsync(cancellationToken));

    public static async Task<int> ExecuteAsync(this TestDatabase database, string sql, params object[] values)
    {
        await using var command = Command(database, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(this TestDatabase database, string sql, params object[] values)
    {
        await using var command = Command(database, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<List<T>> ListAsync<T>(this TestDatabase database, string sql, params object[] values)
    {
        await using var command = Command(database, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await reader.ReadAsync())
        {
            list.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return list;
    }

    /// <summary>The time of the clock that leases and deadlines are of.</summary>
    public static Task<DateTime> NowAsync(this TestDatabase database) => database.ScalarAsync<DateTime>("select now()");

    /// <summary>A device that is online, with free slots; of another machine's settings, so that a Core under test leaves it alone.</summary>
    public static Task AddDeviceAsync(this TestDatabase database, string id, int slots) => database.ExecuteAsync(
        """
        with device as (
            insert into devices (id, provider, base_url, origin, status, probed_by)
            values ($1, 'ollama', 'http://127.0.0.1:1', 'test', 'online', 'elsewhere')
            returning id
        )
        insert into device_slots (device_id, slot) select device.id, n from device, generate_series(1, $2) n
        """, id, slots);

    /// <summary>A model of Ollama's, on a device.</summary>
    public static Task AddModelAsync(this TestDatabase database, string device, string model, string tier) => database.ExecuteAsync(
        """
        with model as (insert into models (provider, id, tier) values ('ollama', $2, $3))
        insert into device_models (device_id, provider, model_id) values ($1, 'ollama', $2)
        """, device, model, tier);

    /// <summary>Comes back when a query answers true; fails after half a minute. For states only PostgreSQL itself can tell.</summary>
    public static async Task UntilAsync(this TestDatabase database, string sql, params object[] values)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await database.ScalarAsync<bool>(sql, values))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static NpgsqlCommand Command(TestDatabase database, string sql, object[] values)
    {
        var command = database.DataSource.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
