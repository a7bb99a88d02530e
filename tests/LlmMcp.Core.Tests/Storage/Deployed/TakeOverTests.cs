using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Storage.Deployed;

/// <summary>Core meets the database of the deployed system: how the tables change hands.</summary>
public sealed class TakeOverTests
{
    private const string Tables =
        "select string_agg(table_schema || '.' || table_name || '.' || column_name || ' ' || data_type, ', ' order by 1) from (select * from information_schema.columns where table_schema = $1 order by table_name, ordinal_position) c";

    [Theory]
    [MemberData(nameof(DeployedDatabase.Variants), MemberType = typeof(DeployedDatabase))]
    public async Task The_deployed_tables_are_kept_whole_in_a_schema_of_their_own(string variant)
    {
        await using var database = await DeployedDatabase.CreateAsync(variant);
        var before = (await database.ScalarAsync<string>(Tables, "public")).Replace("public.", "", StringComparison.Ordinal);
        var jobs = await database.ScalarAsync<string>("select md5(string_agg(j::text, ';' order by j.id)) from jobs j");

        Assert.Equal(Migration.All.Count, (await new Migrator(database.DataSource).RunAsync(CancellationToken.None)).Count);

        Assert.Equal(before, (await database.ScalarAsync<string>(Tables, "llm_mcp_deployed")).Replace("llm_mcp_deployed.", "", StringComparison.Ordinal));
        Assert.Equal(jobs, await database.ScalarAsync<string>("select md5(string_agg(j::text, ';' order by j.id)) from llm_mcp_deployed.jobs j"));
        Assert.Empty(await new Migrator(database.DataSource).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_fails_on_the_way_leaves_the_deployed_system_as_it_was()
    {
        await using var database = await DeployedDatabase.CreateAsync("05");
        var before = await database.ScalarAsync<string>(Tables, "public");
        List<Migration> broken = [.. Migration.All, new Migration(Migration.All[^1].Version + 1, "broken", "select 1 / 0")];

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => new Migrator(database.DataSource, broken).RunAsync(CancellationToken.None));

        Assert.Equal(before, await database.ScalarAsync<string>(Tables, "public"));
        Assert.False(await database.ScalarAsync<bool>("select exists (select from pg_namespace where nspname = 'llm_mcp_deployed')"));
        // Its notifications, views and functions as well.
        await database.ExecuteAsync("update jobs set status = 'queued' where status = 'running'; select * from v_cost_stats, v_device_stats; select calculate_job_cost('z-ai/glm-4.7', 1, 1)");
    }

    [Fact]
    public async Task Of_two_Cores_that_start_at_once_one_takes_over()
    {
        await using var database = await DeployedDatabase.CreateAsync("04");

        var applied = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new Migrator(database.DataSource).RunAsync(CancellationToken.None)));

        Assert.Single(applied, static names => names.Count == Migration.All.Count);
        Assert.Equal(2, applied.Count(static names => names.Count == 0));
    }

    [Fact]
    public async Task What_an_earlier_change_left_behind_is_named()
    {
        await using var database = await DeployedDatabase.CreateAsync("01");
        await database.ExecuteAsync("create schema llm_mcp_deployed");

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Contains("rename or drop it", exception.Message, StringComparison.Ordinal);
        Assert.Equal(218, await database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task However_long_it_takes_workers_have_two_minutes_from_its_end()
    {
        await using var database = await DeployedDatabase.CreateAsync("01");
        await new Migrator(database.DataSource).RunAsync(CancellationToken.None);

        // A migration's time is that of its transaction's begin.
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from jobs where lease_until <= (select max(applied_at) from schema_migrations) + interval '2 minutes'"));
        Assert.Equal(3, await database.ScalarAsync<long>("select count(*) from jobs where status = 'running'"));
    }

    [Fact]
    public async Task The_way_back_is_one_script_and_loses_nothing()
    {
        await using var database = await DeployedDatabase.CreateAsync("05");
        var (tables, jobs) = (await database.ScalarAsync<string>(Tables, "public"), await database.ScalarAsync<string>("select md5(string_agg(j::text, ';' order by j.id)) from jobs j"));
        await new Migrator(database.DataSource).RunAsync(CancellationToken.None);
        await database.ExecuteAsync("insert into jobs (id, kind, block, payload) values (gen_random_uuid(), 'echo', 'echo', '{\"made\": \"since\"}')");

        await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "deploy", "rollback", "to-deployed.sql")));

        Assert.Equal(tables, await database.ScalarAsync<string>(Tables, "public"));
        Assert.Equal(jobs, await database.ScalarAsync<string>("select md5(string_agg(j::text, ';' order by j.id)) from jobs j"));
        Assert.Equal(219, await database.ScalarAsync<long>("select count(*) from llm_mcp_set_aside.jobs"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from pg_tables where schemaname = 'llm_mcp_deployed'"));

        // And forward again.
        await database.ExecuteAsync("drop schema llm_mcp_set_aside cascade");
        await new Migrator(database.DataSource).RunAsync(CancellationToken.None);
        Assert.Equal(218, await database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task A_table_that_only_looks_like_it_is_not_taken()
    {
        await using var database = await DeployedDatabase.CreateAsync("01");
        await database.ExecuteAsync("alter table jobs rename column lease_until to locked_until");

        var exception = await Assert.ThrowsAsync<SchemaMismatchException>(() => new Migrator(database.DataSource).RunAsync(CancellationToken.None));

        Assert.Contains("Use another database", exception.Message, StringComparison.Ordinal);
    }
}
