namespace LlmMcp.EmbeddedPostgres;

/// <summary>The places where distributions and package tools put the server: PATH first, then newest first.</summary>
internal static class InstalledPlaces
{
    // A parent directory and the path below each of its children that matches the pattern.
    private static readonly (string Parent, string Pattern, string Below)[] Families =
    [
        ("/usr/lib/postgresql", "*", "bin"),                             // Debian, Ubuntu
        ("/usr", "pgsql-*", "bin"),                                      // Red Hat, PGDG packages
        ("/usr/libexec", "postgresql*", ""),                             // Alpine
        ("/opt/homebrew/opt", "postgresql@*", "bin"),                    // Homebrew on Apple silicon
        ("/usr/local/opt", "postgresql@*", "bin"),                       // Homebrew on Intel
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),    // Postgres.app
    ];

    /// <summary>Directories that may hold a server, best first, each once. They are not checked.</summary>
    public static IEnumerable<string> Directories() =>
        SearchPath.Directories
            .Where(directory => File.Exists(Path.Combine(directory, "initdb")))
            .Concat(Families.SelectMany(family => Versions(family.Parent, family.Pattern, family.Below)))
            .Distinct();

    /// <summary>The version directories of one family, newest first ("10" is newer than "9.6").</summary>
    public static IEnumerable<string> Versions(string parent, string pattern, string below) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(directory => Number(Path.GetFileName(directory)))
                .Select(directory => Path.Combine(directory, below))
            : [];

    private static decimal Number(string name)
    {
        var digits = name.AsSpan(name.AsSpan().IndexOfAnyInRange('0', '9') is var start and >= 0 ? start : name.Length);
        return decimal.TryParse(digits, out var number) ? number : -1;
    }
}
