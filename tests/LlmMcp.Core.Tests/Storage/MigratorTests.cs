using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

public sealed class MigratorTests
{
    [Fact]
    public async Task Several_Cores_that_start_at_once_apply_each_migration_once()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Migrator(database.DataSource).RunAsync(CancellationToken.None)));

        Assert.Equal(Migration.All.Count, applied.Sum(static names => names.Count));
        Assert.Single(applied, static names => names.Count > 0);
        Assert.Equal(Migration.All.Count, await database.ScalarAsync<long>("select count(*) from schema_migrations"));
    }

    [Fact]
    public async Task A_second_run_does_nothing()
    {
        await using var database = await CoreDatabase.CreateAsync();

        Assert.Empty(await new Migrator(database.DataSource).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_changed_migration_is_refused_by_name()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync("update schema_migrations set checksum = 'other' where version = 1");

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Contains("0001_jobs", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync("insert into schema_migrations (version, name, checksum) values (9999, 'future', 'x')");

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Contains("9999", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_system_is_refused_untouched_and_the_way_out_is_named()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await database.ExecuteAsync("create table jobs (id uuid primary key)");

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Contains("Use another database", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task The_lock_is_free_again_after_a_refusal()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync("insert into schema_migrations (version, name, checksum) values (9999, 'future', 'x')");
        await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));
        await database.ExecuteAsync("delete from schema_migrations where version = 9999");

        Assert.Empty(await new Migrator(database.DataSource).RunAsync(CancellationToken.None));
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(static migration => migration.Version));

    [Fact]
    public void Line_ends_do_not_change_a_checksum() =>
        Assert.Equal(new Migration(1, "a", "x\ny\n").Checksum, new Migration(1, "a", "x\r\ny\r\n").Checksum);

    [Theory]
    [InlineData("status = 'running', worker_id = 'w'", "jobs_running_has_holder")]
    [InlineData("status = 'running', lease_until = now()", "jobs_holder_has_name")]
    [InlineData("lease_until = now()", "jobs_running_has_holder")]
    [InlineData("status = 'done'", "jobs_final_is_finished")]
    [InlineData("finished_at = now()", "jobs_final_is_finished")]
    [InlineData("attempts = max_attempts + 1", "jobs_attempts_capped")]
    [InlineData("attempts = -1", "jobs_attempts_capped")]
    [InlineData("status = 'canceled', finished_at = now(), run_at = now()", "jobs_only_queued_waits")]
    [InlineData("status = 'lost'", "jobs_status_check")]
    [InlineData("kind = ''", "jobs_kind_check")]
    [InlineData("priority = -2147483648", "jobs_priority_check")]
    [InlineData("max_attempts = 0", "jobs_max_attempts_check")]
    [InlineData("timeout_seconds = 0", "jobs_timeout_seconds_check")]
    public async Task The_database_itself_refuses_a_job_that_cannot_be(string change, string constraint)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync("insert into jobs (id, kind, block, payload) values (gen_random_uuid(), 'echo', 'echo', '{}')");

        var exception = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync($"update jobs set {change}"));

        Assert.Equal(constraint, exception.ConstraintName);
    }

    [Fact]
    public async Task A_job_can_hold_one_slot_only()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d", 2);
        var job = Guid.CreateVersion7();

        var exception = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("update device_slots set job_id = $1, claim_no = 1", job));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, exception.SqlState);
    }

    [Fact]
    public async Task A_taken_slot_names_its_claim()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d", 1);

        var exception = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("update device_slots set job_id = gen_random_uuid()"));

        Assert.Equal("device_slots_taken_by_claim", exception.ConstraintName);
    }
}
