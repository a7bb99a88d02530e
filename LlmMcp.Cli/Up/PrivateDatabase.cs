using LlmMcp.Cli.CommandLine;
using LlmMcp.EmbeddedPostgres;

namespace LlmMcp.Cli.Up;

/// <summary>The private PostgreSQL of an <c>up</c>, or none when a database is configured.</summary>
internal sealed class PrivateDatabase(EmbeddedPostgresServer? server, string description) : IAsyncDisposable
{
    /// <summary>In words, for the status.</summary>
    public string Description { get; } = description;

    /// <summary>Null when the configuration names a database. It carries a password: never shown.</summary>
    public string? ConnectionString => server?.ConnectionString;

    public static async Task<PrivateDatabase> StartAsync(UpPlan plan, CliHost host, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (ConfiguredDatabase.VariableIn(host) is { } variable)
        {
            return new PrivateDatabase(null, $"configured by {variable}");
        }

        var options = new EmbeddedPostgresOptions { DataDirectory = plan.DataDirectory, TcpPort = plan.PostgresPort };
        try
        {
            var server = await EmbeddedPostgresServer.StartAsync(options, loggers, host.Time, cancellationToken);
            var port = plan.PostgresPort is { } open ? $", port {open}" : string.Empty;
            return new PrivateDatabase(server, $"private PostgreSQL {server.Binaries.Version} in {server.DataDirectory}{port}");
        }
        catch (EmbeddedPostgresException exception)
        {
            throw exception.Failure == EmbeddedPostgresFailure.DataInUse
                ? new CommandFailedException("data_in_use", exception.Message, "`--data DIR` names another one.")
                : new CommandFailedException("database_failed", exception.Message);
        }
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
