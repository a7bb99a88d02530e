using System.Globalization;

namespace LlmMcp.Cli.Up;

/// <summary>Who listens on a port. Known on Linux, for processes that this user may look into; else null.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>Name and process id, such as <c>nginx (process 4711)</c>.</summary>
    public static string? Of(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(table => Inodes(table, port)).Select(inode => $"socket:[{inode}]").ToHashSet();
        return sockets.Count == 0 ? null : Directory.EnumerateDirectories("/proc")
            .Where(directory => int.TryParse(Path.GetFileName(directory), out _))
            .FirstOrDefault(directory => Holds(directory, sockets)) is { } found ? Describe(found) : null;
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        if (!File.Exists(table))
        {
            yield break;
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            // Fields: number, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode.
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return fields[9];
            }
        }
    }

    private static bool Holds(string processDirectory, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(processDirectory, "fd")).Any(descriptor => TargetOf(descriptor) is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to somebody else.
            return false;
        }
    }

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            // A living process closes files all the time; the others are still to be looked at.
            return null;
        }
    }

    private static string? Describe(string processDirectory)
    {
        try
        {
            return $"{File.ReadAllText(Path.Combine(processDirectory, "comm")).Trim()} (process {Path.GetFileName(processDirectory)})";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
