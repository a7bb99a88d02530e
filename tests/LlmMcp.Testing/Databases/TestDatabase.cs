using System.Collections.Concurrent;
using Npgsql;

namespace LlmMcp.Testing;

/// <summary>A database of one test: a clone of a template that was migrated once in this process. Dropped at dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Templates = new();
    private static int clones;

    private readonly string administration;

    private TestDatabase(string name, string administration)
    {
        this.administration = administration;
        Name = name;
        ConnectionString = DatabaseConnections.To(administration, name);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>The name of the database.</summary>
    public string Name { get; }

    /// <summary>The connection string, for code that makes its own connections (a process under test). At most 20 pooled connections.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections to the database; closed at dispose.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Gives the test a database of its own.</summary>
    /// <param name="templateName">Names the schema, [a-z0-9_]; all callers that use a name must migrate alike.</param>
    /// <param name="migrate">Fills the template; called once per name and process.</param>
    /// <param name="cancellationToken">Gives up the clone; the migration, which others wait for too, goes on.</param>
    public static async Task<TestDatabase> CreateAsync(
        string templateName, Func<NpgsqlDataSource, CancellationToken, Task> migrate, CancellationToken cancellationToken = default)
    {
        var server = DatabaseConnections.To((await TestPostgres.GetAsync()).ConnectionString, "postgres");
        var template = $"template_{templateName}";
        await Templates
            .GetOrAdd(template, name => new Lazy<Task>(() => MigrateAsync(server, name, migrate)))
            .Value.WaitAsync(cancellationToken);
        var database = $"{templateName}_{Interlocked.Increment(ref clones)}";
        await DatabaseConnections.ExecuteAsync(server, $"""create database "{database}" template "{template}" """, cancellationToken);
        return new TestDatabase(database, server);
    }

    /// <summary>An empty database.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken = default) =>
        CreateAsync("empty", (_, _) => Task.CompletedTask, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await DatabaseConnections.ExecuteAsync(administration, $"""drop database if exists "{Name}" with (force)""", CancellationToken.None);
    }

    private static async Task MigrateAsync(string server, string template, Func<NpgsqlDataSource, CancellationToken, Task> migrate)
    {
        await DatabaseConnections.ExecuteAsync(server, $"""create database "{template}" """, CancellationToken.None);
        await using (var source = NpgsqlDataSource.Create(DatabaseConnections.To(server, template)))
        {
            await migrate(source, CancellationToken.None);
        }

        // A template with a visitor, also autovacuum, cannot be cloned.
        await DatabaseConnections.ExecuteAsync(server, $"""alter database "{template}" allow_connections false""", CancellationToken.None);
    }
}
