namespace LlmMcp.EmbeddedPostgres;

/// <summary>The parameters every server of ours runs with, and the names it goes by.</summary>
internal static class ServerSettings
{
    /// <summary>The superuser. It is not "postgres", so that nobody's scripts for another server fit by accident.</summary>
    public const string User = "llm";

    /// <summary>Shown in the process list; also how a leftover of ours is told from a stranger's server.</summary>
    public const string ClusterName = "cluster_name=llm-mcp";

    /// <summary>The log's directory, below the cluster.</summary>
    public const string LogDirectory = "log";

    /// <summary>The number in the socket's file name when TCP is off.</summary>
    public const int SocketPort = 5432;

    /// <summary>The server's whole environment: our own may hold keys, and PG* variables would change what initdb does.</summary>
    public static readonly IReadOnlyDictionary<string, string> ProcessEnvironment = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = "/",
        ["LC_ALL"] = "C",
        ["TZ"] = "UTC",
    };

    private static readonly IReadOnlyDictionary<string, string> Tuned = new Dictionary<string, string>
    {
        // An acknowledged job survives everything; who wants speed instead says so in EmbeddedPostgresOptions.Parameters.
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",

        // Small enough for a laptop beside a model server.
        ["shared_buffers"] = "128MB",
        ["max_connections"] = "100",
        ["work_mem"] = "8MB",
        ["maintenance_work_mem"] = "64MB",

        // A queue rewrites the same pages all day: fewer checkpoints mean fewer full page images.
        ["wal_buffers"] = "16MB",
        ["min_wal_size"] = "128MB",
        ["max_wal_size"] = "1GB",
        ["checkpoint_timeout"] = "15min",

        // Short statements on a table that dies and is reborn constantly: vacuum often, never compile.
        ["autovacuum"] = "on",
        ["autovacuum_naptime"] = "10s",
        ["autovacuum_vacuum_cost_limit"] = "2000",
        ["jit"] = "off",
        ["random_page_cost"] = "1.1",

        // One file per weekday, overwritten a week later.
        ["logging_collector"] = "on",
        ["log_directory"] = LogDirectory,
        ["log_filename"] = "postgresql-%a.log",
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["log_rotation_size"] = "0",
        ["log_checkpoints"] = "off",
        ["log_line_prefix"] = "%m [%p] %d ",
        ["log_timezone"] = "UTC",
        ["timezone"] = "UTC",
    };

    /// <summary>
    /// The server's arguments. Parameters go on the command line and not into postgresql.conf, so a start never has to
    /// rewrite a file that its owner may have edited.
    /// </summary>
    /// <param name="cluster">PostgreSQL's data directory.</param>
    /// <param name="socketDirectory">Where the Unix socket is made.</param>
    /// <param name="tcpPort">The loopback port, or null for none.</param>
    /// <param name="overrides">The caller's parameters; they beat ours, but not the addresses.</param>
    public static IEnumerable<string> Arguments(
        string cluster, string socketDirectory, int? tcpPort, IReadOnlyDictionary<string, string> overrides)
    {
        var parameters = new Dictionary<string, string>(Tuned);
        foreach (var (name, value) in overrides)
        {
            parameters[name] = value;
        }

        parameters["listen_addresses"] = tcpPort is null ? "" : "127.0.0.1";
        parameters["port"] = $"{tcpPort ?? SocketPort}";
        parameters["unix_socket_directories"] = $"\"{socketDirectory.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        parameters["unix_socket_permissions"] = "0700";
        return ["-D", cluster, "-c", ClusterName, .. parameters.SelectMany(parameter => (string[])["-c", $"{parameter.Key}={parameter.Value}"])];
    }
}
