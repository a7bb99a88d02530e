namespace LlmMcp.Core.Storage;

/// <summary>Statements of the migrator.</summary>
internal static class DatabaseSql
{
    // Any constant will do; it must be the same in every Core that shares a database.
    public const string LockMigrations = "select pg_advisory_lock(7526411037)";

    public const string UnlockMigrations = "select pg_advisory_unlock(7526411037)";

    // Whose tables are these? The deployed system's have our names and another shape.
    public const string FindOwner =
        """
        select case
            when to_regclass('schema_migrations') is not null then 'own'
            when to_regclass('jobs') is null then 'empty'
            when to_regclass('devices') is not null and to_regclass('device_models') is not null and to_regclass('device_limits') is not null
                and to_regclass('job_attempts') is not null and to_regclass('benchmarks') is not null and to_regclass('model_pricing') is not null
                and (
                    select count(*) filter (where attname in ('kind', 'payload', 'priority', 'status', 'source', 'attempts', 'max_attempts', 'lease_until',
                                                              'deadline_at', 'result', 'error', 'queued_at', 'updated_at')) = 13
                       and count(*) filter (where attname in ('block', 'claim_no')) = 0
                    from pg_attribute
                    where attrelid = to_regclass('jobs') and not attisdropped)
                then 'deployed'
            else 'foreign'
        end
        """;

    public const string MeasureDeployed =
        """
        select sum(pg_total_relation_size(to_regclass(name)))::bigint
        from unnest(array['jobs', 'job_attempts', 'llm_costs', 'device_metrics', 'benchmarks']) as name
        """;

    // Sessions that may still use the tables; Cores of ours name themselves.
    public const string CountOtherSessions =
        """
        select count(*)
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> 'llm-mcp'
        """;

    // now() is when the transaction began: with many rows, long ago.
    public const string RenewCarriedLeases = "update jobs set lease_until = greatest(lease_until, clock_timestamp() + interval '2 minutes') where status = 'running'";

    // A million rows came at once; until somebody has looked at them the planner takes the tables for empty.
    public const string AnalyzeCarried = "analyze jobs, job_attempts, llm_costs, benchmarks, device_metrics";

    public const string ListCarried = "select name, rows, carried from carried_over order by name";

    // Older builds made the table without its last column.
    public const string CreateMigrationTable =
        """
        create table if not exists schema_migrations (
            version     integer primary key,
            name        text not null,
            checksum    text not null,
            applied_at  timestamptz not null default now(),
            oldest_core integer
        );
        alter table schema_migrations add column if not exists oldest_core integer;
        """;

    // A statement that waits for a table makes everybody after it wait too, of whichever Core: better to let go and try again.
    public const string WaitBriefly = "set local lock_timeout = '3s'";

    public const string WaitForDeployed = "set local lock_timeout = '30s'";

    public const string WaitAsLongAsItTakes = "set local lock_timeout = 0";

    public const string ListMigrations = "select version, name, checksum, oldest_core from schema_migrations order by version";

    public const string RecordMigration =
        "insert into schema_migrations (version, name, checksum, oldest_core) values (@version, @name, @checksum, @oldest_core)";
}
