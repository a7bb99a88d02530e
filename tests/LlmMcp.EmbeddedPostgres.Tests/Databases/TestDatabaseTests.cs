using LlmMcp.Testing;

namespace LlmMcp.EmbeddedPostgres.Tests.Databases;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Template_is_migrated_once_and_clones_do_not_share_rows()
    {
        var migrations = 0;
        async Task MigrateAsync(Npgsql.NpgsqlDataSource source, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref migrations);
            await using var create = source.CreateCommand("create table notes (body text not null)");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var first = await TestDatabase.CreateAsync("notes", MigrateAsync);
        await using var second = await TestDatabase.CreateAsync("notes", MigrateAsync);
        await using var insert = first.DataSource.CreateCommand("insert into notes values ('mine')");
        await insert.ExecuteNonQueryAsync();

        await using var count = second.DataSource.CreateCommand("select count(*) from notes");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
        Assert.Equal(1, migrations);
    }

    [Fact]
    public async Task Clones_can_be_made_and_dropped_at_the_same_time()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestDatabase.CreateEmptyAsync()));
        Assert.Equal(8, databases.Select(database => database.Name).Distinct().Count());
        await Task.WhenAll(databases.Select(database => database.DisposeAsync().AsTask()));

        await using var probe = await TestDatabase.CreateEmptyAsync();
        await using var left = probe.DataSource.CreateCommand("select count(*) from pg_database where datname = any (@names)");
        left.Parameters.AddWithValue("names", databases.Select(database => database.Name).ToArray());
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }
}
