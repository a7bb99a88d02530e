using LlmMcp.EmbeddedPostgres;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Bench.Stage;

/// <summary>
/// A private PostgreSQL with data of its own, and the processes started on it. Disposing ends them all and removes the data.
/// </summary>
internal sealed class BenchStage : IAsyncDisposable
{
    private readonly PrivatePostgres postgres;
    private readonly TestDirectory state = TestDirectory.Create();
    private readonly Stack<ChildProcess> children = new();
    private readonly bool profile;
    private int workers;

    private BenchStage(PrivatePostgres postgres, bool profile)
    {
        (this.postgres, this.profile) = (postgres, profile);
        Database = NpgsqlDataSource.Create(postgres.Server.ConnectionString);
    }

    /// <summary>Core's database.</summary>
    public NpgsqlDataSource Database { get; }

    public string ConnectionString => postgres.Server.ConnectionString;

    public int PostgresProcess => postgres.Server.ProcessId ?? throw new BenchFailedException("PostgreSQL is down.");

    public static async Task<BenchStage> StartAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(options.Parameters);
        if (options.Profile)
        {
            parameters["shared_preload_libraries"] = "pg_stat_statements";
        }

        try
        {
            var stage = new BenchStage(await PrivatePostgres.StartAsync(parameters, cancellationToken: cancellationToken), options.Profile);
            if (options.Profile)
            {
                await stage.ExecuteAsync(StageSql.CreateStatementStatistics, cancellationToken);
            }

            return stage;
        }
        catch (EmbeddedPostgresException failure)
        {
            throw new BenchFailedException(failure.Message);
        }
    }

    /// <summary>Starts Core; it answers when this returns.</summary>
    /// <param name="node">Address of its Ollama node, or none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">More arguments.</param>
    public async Task<CoreProcess> StartCoreAsync(string node, CancellationToken cancellationToken, params string[] settings)
    {
        var core = await CoreProcess.StartAsync(ConnectionString, node, settings);
        children.Push(core.Process);
        await core.WaitUntilHealthyAsync(cancellationToken);
        return core;
    }

    /// <summary>Starts the MCP bridge before Core; it answers when this returns.</summary>
    public async Task<BridgeProcess> StartBridgeAsync(CoreProcess core, CancellationToken cancellationToken)
    {
        var bridge = await BridgeProcess.StartAsync(core);
        children.Push(bridge.Process);
        await bridge.WaitUntilHealthyAsync(cancellationToken);
        return bridge;
    }

    /// <summary>Starts the worker as users run it; it is attached to Core when this returns.</summary>
    public Task<WorkerProcess> StartWorkerAsync(CoreProcess core, string kinds, CancellationToken cancellationToken, params string[] settings) =>
        AttachAsync(WorkerProcess.StartAsync(core, NextWorker(), kinds, state.Path, settings), cancellationToken);

    /// <summary>Starts a worker with the benchmark's own executors; it is attached to Core when this returns.</summary>
    public Task<WorkerProcess> StartCustomWorkerAsync(CoreProcess core, string kinds, int concurrency, CancellationToken cancellationToken) =>
        AttachAsync(WorkerProcess.StartCustomAsync(core, NextWorker(), kinds, state.Path, concurrency), cancellationToken);

    /// <summary>Starts a simulated Ollama node and answers its address.</summary>
    public async Task<string> StartNodeAsync(CancellationToken cancellationToken)
    {
        var (process, address) = await NodeProcess.StartAsync(cancellationToken);
        children.Push(process);
        return address;
    }

    /// <summary>Starts simulated Ollama nodes and answers their addresses.</summary>
    public async Task<IReadOnlyList<string>> StartFleetAsync(int nodes, CancellationToken cancellationToken)
    {
        var (process, addresses) = await NodeProcess.StartFleetAsync(nodes, cancellationToken);
        children.Push(process);
        return addresses;
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(parameters);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Lets the database finish its housekeeping, so that no repetition inherits that of the preparation.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(StageSql.VacuumJobs, cancellationToken);
        await ExecuteAsync(StageSql.Checkpoint, cancellationToken);
        if (profile)
        {
            await ExecuteAsync(StageSql.ResetStatementStatistics, cancellationToken);
        }
    }

    /// <summary>The most expensive statements since <see cref="SettleAsync"/>, on standard error; nothing unless profiling.</summary>
    public async Task PrintProfileAsync(CancellationToken cancellationToken)
    {
        if (!profile)
        {
            return;
        }

        await using var command = Database.CreateCommand(StageSql.TopStatements);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync($"{rows.GetDouble(0),10:N0} ms {rows.GetInt64(1),8:N0} calls {rows.GetInt64(2),9:N0} rows  {rows.GetString(3)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (children.TryPop(out var child))
        {
            await child.DisposeAsync();
        }

        await Database.DisposeAsync();
        await postgres.DisposeAsync();
        state.Dispose();
    }

    private string NextWorker() => $"bench-{++workers}";

    private async Task<WorkerProcess> AttachAsync(Task<WorkerProcess> starting, CancellationToken cancellationToken)
    {
        var worker = await starting;
        children.Push(worker.Process);
        await Until.TrueAsync(
            () =>
            {
                worker.Process.ThrowIfEnded();
                return ScalarAsync<bool>(StageSql.WorkerIsAttached, cancellationToken, new NpgsqlParameter("worker", worker.Id));
            },
            TimeSpan.FromMilliseconds(5),
            cancellationToken);
        return worker;
    }
}
