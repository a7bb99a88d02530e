namespace LlmMcp.EmbeddedPostgres;

internal static class ServerSql
{
    public const string DatabaseExists =
        """
        select exists (select from pg_database where datname = @name)
        """;

    // "create database" takes no parameters; quote_ident-style quoting is done by format() on the server's side.
    public const string FormatCreateDatabase =
        """
        select format('create database %I', @name)
        """;
}
