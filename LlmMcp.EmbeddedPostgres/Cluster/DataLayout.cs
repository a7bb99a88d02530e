using System.Text;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Every path below one data directory. Nothing else in there is ever read, written or removed.</summary>
/// <param name="Root">The data directory.</param>
/// <param name="Major">The PostgreSQL major version; the format of the files depends on it.</param>
internal sealed record DataLayout(string Root, int Major)
{
    private const string MarkerName = "llm-mcp.cluster";
    private const string SocketFilePrefix = ".s.PGSQL.";

    // sockaddr_un.sun_path holds 108 bytes on Linux and 104 on macOS, with the final zero.
    private const int MaxSocketPath = 103;

    /// <summary>The cluster itself, PostgreSQL's "data directory".</summary>
    public string Cluster => Path.Combine(Root, $"pg{Major}");

    /// <summary>Written into the cluster by us at initdb; a directory without it is not ours.</summary>
    public string Marker => MarkerIn(Cluster);

    /// <summary>The generated superuser password, readable by the server's account only.</summary>
    public string PasswordFile => PasswordIn(Cluster);

    /// <summary>Locked by the process that owns the data, for as long as it lives.</summary>
    public string OwnerLock => Path.Combine(Root, "postgres.lock");

    /// <summary>The owner's process id, for the message of the one who comes second.</summary>
    public string OwnerPid => Path.Combine(Root, "postgres.owner");

    /// <summary>PostgreSQL's own lock file.</summary>
    public string PostmasterPid => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>What the server says before its own log collector runs; overwritten at each start.</summary>
    public string StartLog => Path.Combine(Cluster, "start.log");

    /// <summary>The server's own log, one file per weekday.</summary>
    public string LogDirectory => Path.Combine(Cluster, ServerSettings.LogDirectory);

    /// <summary>The preferred place of the socket: below the data, where nobody else can put one first.</summary>
    public string SocketDirectory => Path.Combine(Root, "run");

    public static string MarkerIn(string cluster) => Path.Combine(cluster, MarkerName);

    public static string PasswordIn(string cluster) => Path.Combine(cluster, "llm-mcp.password");

    /// <summary>
    /// Whether a socket can live in the directory: the kernel bounds the path's bytes, and both the server and Npgsql
    /// read a comma as the beginning of another host.
    /// </summary>
    public static bool FitsSocket(string directory, int port) =>
        !directory.Contains(',') && Encoding.UTF8.GetByteCount(Path.Combine(directory, $"{SocketFilePrefix}{port}")) <= MaxSocketPath;

    /// <summary>The major versions whose clusters of ours stand in <paramref name="root"/>, newest first.</summary>
    public static IReadOnlyList<int> ExistingMajors(string root) =>
        Directory.Exists(root)
            ?
            [
                .. Directory.EnumerateDirectories(root, "pg*")
                    .Where(directory => File.Exists(MarkerIn(directory)))
                    .Select(directory => int.TryParse(Path.GetFileName(directory.AsSpan())[2..], out var major) ? major : 0)
                    .Where(major => major > 0)
                    .OrderDescending(),
            ]
            : [];
}
