using System.Globalization;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

/// <summary>Old and new Cores on one database while one replaces the other.</summary>
public sealed class SideBySideTests
{
    private static int Next => Migration.All[^1].Version + 1;

    [Fact]
    public async Task A_Core_goes_on_and_starts_again_on_the_schema_of_the_next_version()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var running = await TestCore.StartAsync(database);
        // Statements are prepared after a second use: those must survive too.
        await FinishAsync(running, await running.SubmitAsync());
        await FinishAsync(running, await running.SubmitAsync());

        await MigrateAsync(database, "alter table jobs add column mood text not null default 'good'; alter table workers add column mood text; create table moods (id uuid primary key)");

        await FinishAsync(running, await running.SubmitAsync());
        await using var again = await TestCore.StartAsync(database);
        await FinishAsync(again, await again.SubmitAsync());
        running.Log.VerifyNoErrors();
        again.Log.VerifyNoErrors();
    }

    [Fact]
    public async Task A_Core_that_a_newer_schema_leaves_behind_does_not_start_and_says_what_to_do()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await MigrateAsync(database, string.Create(CultureInfo.InvariantCulture, $"-- oldest core: {Next:D4}\ncreate table moods (id uuid primary key)"));

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => TestCore.StartAsync(database));

        Assert.Contains("Start a newer build", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_lets_go_of_a_table_that_is_in_use_and_is_told_to_try_again()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var backup = await database.DataSource.OpenConnectionAsync();
        await using var reading = await backup.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table jobs in access share mode", backup, reading))
        {
            await command.ExecuteNonQueryAsync();
        }

        var exception = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(database, "alter table jobs add column mood text"));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, exception.SqlState);
        await reading.RollbackAsync();

        await MigrateAsync(database, "alter table jobs add column mood text");
        Assert.Equal(Next, await database.ScalarAsync<int>("select max(version) from schema_migrations"));
    }

    [Fact]
    public async Task A_database_of_builds_that_knew_no_rule_gets_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync("alter table schema_migrations drop column oldest_core");

        Assert.Empty(await new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Equal(Migration.All.Count, await database.ScalarAsync<long>("select count(*) from schema_migrations where oldest_core is null"));
    }

    private static Task MigrateAsync(TestDatabase database, string sql) =>
        new Migrator(database.DataSource, [.. Migration.All, new Migration(Next, "next", sql)]).RunAsync(CancellationToken.None);

    private static async Task FinishAsync(TestCore core, Guid id)
    {
        var claimed = await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w","kinds":["echo"]}""");
        Assert.Equal(id, claimed.GetProperty("job").GetProperty("id").GetGuid());
        Assert.True((await core.PostForJsonAsync("/v1/workers/complete", $$$"""{"worker_id":"w","job_id":"{{{id}}}","result":{"ok":true}}""")).GetProperty("ok").GetBoolean());
        Assert.Equal("done", (await core.GetJsonAsync($"/v1/jobs/{id}")).GetProperty("status").GetString());
    }
}
