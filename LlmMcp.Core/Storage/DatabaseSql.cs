namespace LlmMcp.Core.Storage;

/// <summary>Statements of the migrator.</summary>
internal static class DatabaseSql
{
    // Any constant will do; it must be the same in every Core that shares a database.
    public const string LockMigrations = "select pg_advisory_lock(7526411037)";

    public const string UnlockMigrations = "select pg_advisory_unlock(7526411037)";

    // Of the deployed system's database, say: its tables have our names and another shape.
    public const string IsForeign = "select to_regclass('jobs') is not null and to_regclass('schema_migrations') is null";

    public const string CreateMigrationTable =
        """
        create table if not exists schema_migrations (
            version    integer primary key,
            name       text not null,
            checksum   text not null,
            applied_at timestamptz not null default now()
        )
        """;

    public const string ListMigrations = "select version, name, checksum from schema_migrations order by version";

    public const string RecordMigration = "insert into schema_migrations (version, name, checksum) values (@version, @name, @checksum)";
}
