namespace LlmMcp.EmbeddedPostgres;

/// <summary>What to start and where.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The directory that keeps the data between starts; the cluster itself is its child pg&lt;major&gt;.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The database that is created when missing. The default is llmdb.</summary>
    public string Database { get; init; } = "llmdb";

    /// <summary>
    /// A TCP port on 127.0.0.1 for other programs, 1 to 65535. The default is none: the server is then reachable only through its Unix socket.
    /// </summary>
    public int? TcpPort { get; init; }

    /// <summary>Server parameters that are added to ours or replace them, such as fsync=off in tests. The default is none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Where to look for binaries. The preferred major version is filled in from existing data.</summary>
    public PostgresSearch Search { get; init; } = new();

    /// <summary>
    /// How long a start may take until the server accepts connections. The default is 5 minutes, because recovery after a crash
    /// replays what was written since the last checkpoint.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long each way of stopping may take before a harder one is tried. The default is 30 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
