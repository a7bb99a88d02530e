using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Storage;
using LlmMcp.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LlmMcp.Core.Tests.Fleet;

/// <summary>A migrated database of one test with the fleet's writer and reader on it.</summary>
internal sealed class FleetDatabase : IAsyncDisposable
{
    private readonly TestDatabase database;

    private FleetDatabase(TestDatabase database)
    {
        this.database = database;
        Database = new Database(database.DataSource);
        Reader = new FleetReader(Database);
    }

    public Database Database { get; }

    public FleetReader Reader { get; }

    public static async Task<FleetDatabase> CreateAsync() => new(await TestDatabase.CreateAsync(
        "core", static async (source, token) => await new Migrator(source).RunAsync(token)));

    public FleetWriter Writer(int slots = 1) => new(Database, Limits(new LimitOptions(), slots), Options.Create(new FleetOptions()));

    /// <summary>What applies limits, with settings of its own.</summary>
    public static LimitWriter Limits(LimitOptions options, int slots = 1, TimeProvider? time = null) => new(
        new LimitSettings(Options.Create(options), time ?? TimeProvider.System, NullLogger<LimitSettings>.Instance),
        Options.Create(options), Options.Create(new FleetOptions { MaxConcurrency = slots }));

    public async Task<int> RunAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row as text.</summary>
    public async Task<List<string>> ListAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await rows.ReadAsync())
        {
            list.Add(rows.IsDBNull(0) ? "null" : rows.GetValue(0).ToString()!);
        }

        return list;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
