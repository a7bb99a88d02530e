using LlmMcp.EmbeddedPostgres;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.SystemTests.Harness;

/// <summary>
/// The one PostgreSQL of all scenarios, fsync on as users run it, to be crashed at will: scenarios run one after the other, each
/// in a database of its own.
/// </summary>
public sealed class PostgresUnderTest : IAsyncLifetime
{
    private PrivatePostgres? postgres;
    private int databases;

    private EmbeddedPostgresServer Server => postgres!.Server;

    public async Task InitializeAsync() => postgres = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await postgres!.DisposeAsync();

    /// <summary>A new, empty database; answers its connection string. The database of the scenario before goes.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        // A crash is recovered the sooner the less there is to look at: one database, and no log but the scenario's own.
        await ExecuteAsync(Server.ConnectionString, $"drop database if exists scenario_{databases} with (force)");
        await ExecuteAsync(Server.ConnectionString, $"create database scenario_{++databases}");
        await ExecuteAsync(Server.ConnectionString, "checkpoint");
        return new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = $"scenario_{databases}" }.ConnectionString;
    }

    /// <summary>As if the power had gone, and up again with what the log holds.</summary>
    public Task CrashAsync() => Server.RestartAsync(StopMode.Immediate, CancellationToken.None);

    public Task StopAsync() => Server.StopAsync(StopMode.Immediate, CancellationToken.None);

    public Task StartAsync() => Server.StartAgainAsync(CancellationToken.None);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>All scenarios share the server.</summary>
[CollectionDefinition(Name)]
public sealed class ScenarioGroup : ICollectionFixture<PostgresUnderTest>
{
    public const string Name = "scenarios";
}
