namespace LlmMcp.Cli.Up;

/// <summary>Whether a database is configured, in which case no private server is started.</summary>
internal static class ConfiguredDatabase
{
    private static readonly string[] Variables = ["ConnectionStrings__llmdb", "DB_DSN", "DB_HOST"];

    /// <summary>The variable that names the database, or null.</summary>
    public static string? VariableIn(CliHost host) => Array.Find(Variables, name => host.Variable(name) is not null);
}
