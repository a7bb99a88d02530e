using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LlmMcp.Core.Storage;

/// <summary>One numbered SQL file of <c>Storage/Migrations</c>.</summary>
internal sealed partial record Migration(int Version, string Name, string Sql)
{
    /// <summary>Hash of the text; line ends do not count, because a checkout may change them.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>
    /// The newest migration the oldest Core knows that goes on working after this one, as its line <c>-- oldest core: NNNN</c>
    /// says. Null, the rule: it only adds, and whoever worked before it works after it.
    /// </summary>
    public int? OldestCore { get; } =
        Header().Match(Sql) is { Success: true } header ? int.Parse(header.Groups["version"].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>The number and the name, as files and messages have it.</summary>
    public string FullName => string.Create(CultureInfo.InvariantCulture, $"{Version:D4}_{Name}");

    /// <summary>All migrations of this build, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Migrations.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Version)];
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var file = resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..^".sql".Length];
        var (number, name) = (file[..4], file[5..]);
        return new Migration(int.Parse(number, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }

    [GeneratedRegex(@"^-- oldest core: (?<version>[0-9]{4})\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
