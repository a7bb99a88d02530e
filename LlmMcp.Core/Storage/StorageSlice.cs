using Microsoft.Extensions.Options;
using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>The database and its migrations.</summary>
internal static class StorageSlice
{
    private const int MaxConnections = 16;
    private const int MaxClaimConnections = 2;

    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().Configure<IConfiguration>(static (options, configuration) => options.Connection = configuration.GetConnectionString("llmdb") ?? "").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton(static provider => new Database(Create(provider, MaxConnections, extraOptions: "")));
        services.AddSingleton(static provider => new ClaimDatabase(Create(provider, MaxClaimConnections, extraOptions: "-c synchronous_commit=off")));
        // First of all hosted services: nothing else runs before the schema is there.
        services.AddHostedService<MigrateAtStart>();
        return services;
    }

    private static NpgsqlDataSource Create(IServiceProvider services, int connections, string extraOptions)
    {
        var settings = ConnectionStrings.Parse(services.GetRequiredService<IOptions<StorageOptions>>().Value.Connection);
        settings.Options = $"{settings.Options} {extraOptions}".Trim();
        return Database.CreateDataSource(settings.ConnectionString, services.GetRequiredService<ILoggerFactory>(), connections);
    }
}

/// <summary>Brings the schema up to date before anything else starts; waits for a database that is still starting.</summary>
internal sealed class MigrateAtStart(Database database, TimeProvider time, ILogger<MigrateAtStart> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A backup that runs holds every table; the Cores that are there go on working meanwhile.
    private static readonly TimeSpan PatienceWithLocks = TimeSpan.FromMinutes(30);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                var applied = await new Migrator(database.DataSource, log: logger).RunAsync(cancellationToken);
                if (applied.Count > 0)
                {
                    StorageLog.Migrated(logger, string.Join(", ", applied));
                }

                return;
            }
            catch (NpgsqlException exception) when (time.GetElapsedTime(started) < PatienceFor(exception))
            {
                StorageLog.DatabaseNotReady(logger, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan PatienceFor(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } ? PatienceWithLocks
        : DatabaseOutage.Is(exception) ? Patience
        : TimeSpan.Zero;
}

/// <summary>Log messages of storage. Event ids 1500-1599.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1500, LogLevel.Information, "Applied migrations: {Names}.")]
    public static partial void Migrated(ILogger logger, string names);

    [LoggerMessage(1501, LogLevel.Warning, "The database is not ready ({Reason}); trying again.")]
    public static partial void DatabaseNotReady(ILogger logger, string reason);

    [LoggerMessage(1502, LogLevel.Information, "The database is the deployed system's: its rows ({Megabytes} MB) are carried over in one transaction; allow about a minute for each 500 MB. Its tables are kept in the schema {Schema}.")]
    public static partial void TakingOver(ILogger logger, long megabytes, string schema);

    [LoggerMessage(1503, LogLevel.Warning, "{Sessions} other sessions use the database. If the deployed llmcore or llmtelemetry is among them, stop it: on Core's tables it can do nothing but fail.")]
    public static partial void OthersConnected(ILogger logger, long sessions);

    [LoggerMessage(1504, LogLevel.Information, "Carried over from {Table}: {Carried} of {Rows} rows.")]
    public static partial void CarriedOver(ILogger logger, string table, long carried, long rows);
}
