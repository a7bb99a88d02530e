namespace LlmMcp.EmbeddedPostgres;

/// <summary>The directory of the Unix socket, open to the server's account (and root) only.</summary>
internal sealed class SocketPlace : IDisposable
{
    private readonly bool isTemporary;

    private SocketPlace(string directory, bool isTemporary)
    {
        Directory = directory;
        this.isTemporary = isTemporary;
    }

    public string Directory { get; }

    /// <summary>Below the data when the path is short enough, else a fresh directory with a random name.</summary>
    public static SocketPlace Prepare(DataLayout layout, int port, ServerAccount? account)
    {
        var fits = DataLayout.FitsSocket(layout.SocketDirectory, port);

        // Not Path.GetTempPath: on macOS, and with TMPDIR set, that alone can be too long.
        var directory = fits ? layout.SocketDirectory : $"/tmp/llm-mcp-{Guid.NewGuid():N}";
        UnixFiles.CreatePrivateDirectory(directory, account);

        // Nobody serves this data now, so a socket's lock file in our own directory is a killed server's; its process id may
        // have been given to another program, and then the new server would refuse it.
        foreach (var left in System.IO.Directory.EnumerateFiles(directory, ".s.PGSQL.*"))
        {
            File.Delete(left);
        }

        return new SocketPlace(directory, !fits);
    }

    public void Dispose()
    {
        if (isTemporary && System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
