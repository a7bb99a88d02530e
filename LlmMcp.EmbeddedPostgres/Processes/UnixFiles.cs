namespace LlmMcp.EmbeddedPostgres;

/// <summary>File modes and owners: the only file that touches them, so that the Windows guard stands in one place.</summary>
internal static class UnixFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Traversable = Private
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Creates the directory (0700) if missing and hands it to <paramref name="owner"/>; null keeps it ours.</summary>
    public static void CreatePrivateDirectory(string path, ServerAccount? owner)
    {
        Directory.CreateDirectory(path);
        SetMode(path, Private);
        ChangeOwner(path, owner);
    }

    /// <summary>Creates the directory if missing; a directory that is created is 0755 whatever the umask, an existing one keeps its mode.</summary>
    public static void CreateTraversableDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            CreateTraversableDirectory(parent);
        }

        Directory.CreateDirectory(path);
        SetMode(path, Traversable);
    }

    /// <summary>Writes a file that only <paramref name="owner"/> (and root) can read; it is never readable by others, not even for a moment.</summary>
    public static void WritePrivateFile(string path, string content, ServerAccount? owner)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(path, options))
        {
            writer.Write(content);
        }

        ChangeOwner(path, owner);
    }

    /// <summary>Makes a file executable for everybody who may read it.</summary>
    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Traversable);
        }
    }

    /// <summary>Opens a whole tree for reading by other accounts, as `chmod -R a+rX` does.</summary>
    public static void MakeReadable(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        SetMode(directory, Traversable);
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
            {
                var executable = entry is DirectoryInfo || (entry.UnixFileMode & AnyExecute) != UnixFileMode.None;
                entry.UnixFileMode |= executable ? Traversable : Traversable & ~AnyExecute;
            }
        }
    }

    /// <summary>Whether the file exists and somebody may execute it.</summary>
    public static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Hands a file or directory to <paramref name="owner"/>; null keeps it ours.</summary>
    public static void ChangeOwner(string path, ServerAccount? owner)
    {
        if (owner is not null && NativeMethods.ChangeOwner(path, owner.UserId, owner.GroupId) != 0)
        {
            throw new IOException($"Cannot give {path} to the account {owner.Name}: errno {System.Runtime.InteropServices.Marshal.GetLastPInvokeError()}.");
        }
    }
}
