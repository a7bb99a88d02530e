using LlmMcp.Bench.Stage;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Bench.Bare;

/// <summary>Core's schema in a second database of the same server, with nobody else on it. Disposing drops it.</summary>
internal sealed class BareDatabase : IAsyncDisposable
{
    private readonly BenchStage stage;

    private BareDatabase(BenchStage stage, NpgsqlDataSource connections) => (this.stage, Connections) = (stage, connections);

    public NpgsqlDataSource Connections { get; }

    public static async Task<BareDatabase> CreateAsync(BenchStage stage, int maxConnections, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync(StageSql.CreateBare, cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(stage.ConnectionString)
        {
            Database = "bare",
            MaxPoolSize = maxConnections + 1,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            // As Core does: the arrays look different each time while the right plan never is.
            Options = "-c plan_cache_mode=force_generic_plan",
        };
        var database = new BareDatabase(stage, NpgsqlDataSource.Create(settings));
        await new Migrator(database.Connections).RunAsync(cancellationToken);
        return database;
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Connections.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Connections.DisposeAsync();
        await stage.ExecuteAsync(StageSql.DropBare, CancellationToken.None);
    }
}
