namespace LlmMcp.EmbeddedPostgres;

/// <summary>What stands where the cluster should be.</summary>
internal enum ClusterState
{
    /// <summary>Nothing: initdb may run.</summary>
    Absent,

    /// <summary>A cluster of ours, of the right version.</summary>
    Ours,
}

internal static class ClusterInspection
{
    /// <summary>Looks at the data directory without changing it.</summary>
    /// <exception cref="EmbeddedPostgresException">It belongs to somebody else, or to another major version.</exception>
    public static ClusterState Inspect(DataLayout layout, string binariesVersion)
    {
        if (File.Exists(Path.Combine(layout.Root, "PG_VERSION")))
        {
            throw Foreign(layout.Root, "it is itself a PostgreSQL cluster");
        }

        if (Directory.Exists(layout.Cluster) && Directory.EnumerateFileSystemEntries(layout.Cluster).Any())
        {
            return File.Exists(layout.Marker) ? Ours(layout, binariesVersion) : throw Foreign(layout.Cluster, "it is not empty and was not made by llm-mcp");
        }

        // A fresh cluster of another version beside it would look like lost data.
        return DataLayout.ExistingMajors(layout.Root) is [var other, ..]
            ? throw Mismatch(layout, other, binariesVersion)
            : ClusterState.Absent;
    }

    private static ClusterState Ours(DataLayout layout, string binariesVersion)
    {
        var written = File.ReadAllText(Path.Combine(layout.Cluster, "PG_VERSION")).Trim();
        return written == $"{layout.Major}" ? ClusterState.Ours : throw Mismatch(layout, int.Parse(written), binariesVersion);
    }

    private static EmbeddedPostgresException Foreign(string directory, string why) => new(
        EmbeddedPostgresFailure.ForeignData,
        $"{directory} is left alone: {why}. Choose another data directory, or set ConnectionStrings:llmdb or DB_DSN to use that database.");

    private static EmbeddedPostgresException Mismatch(DataLayout layout, int made, string binariesVersion) => new(
        EmbeddedPostgresFailure.VersionMismatch,
        $"The data in {layout.Root} was made by PostgreSQL {made}, the server found is {binariesVersion}. "
        + $"Install PostgreSQL {made} or name its directory in POSTGRES_BIN; to move to {layout.Major}, dump with {made} and restore into another data directory.");
}
