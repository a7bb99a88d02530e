using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Architecture;

public sealed class RepositoryTests
{
    // Put together here so that this file does not name them itself.
    private static readonly string[] RegistryHosts = ["nuget" + ".org", "registry.npmjs" + ".org", "npmjs" + ".com", "crates" + ".io", "pypi" + ".org", "proxy.golang" + ".org"];
    private static readonly string[] Folders = ["bin", "obj", "node_modules", "artifacts", "TestResults"];

    [Fact]
    public void No_file_names_a_package_registry() =>
        Assert.Empty(Texts().SelectMany(static file => RegistryHosts.Where(host => file.Text.Contains(host, StringComparison.OrdinalIgnoreCase)).Select(host => $"{file.Name}: {host}")));

    [Fact]
    public void No_npm_lock_file_says_where_a_package_came_from() =>
        Assert.Empty(Texts().Where(static file => file.Name.EndsWith("package-lock.json", StringComparison.Ordinal) && file.Text.Contains("\"resolved\"", StringComparison.Ordinal)).Select(static file => file.Name));

    [Fact]
    public void No_line_of_code_is_postponed()
    {
        string[] words = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:"];
        Assert.Empty(Texts().Where(static file => file.Name.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => words.Where(word => file.Text.Contains(word, StringComparison.Ordinal)).Select(word => $"{file.Name}: {word}")));
    }

    private static IEnumerable<SourceFile> Texts() => Walk(RepositoryFolder.Root)
        .Where(static path => new FileInfo(path).Length < 2_000_000)
        .Select(static path => new SourceFile(Path.GetRelativePath(RepositoryFolder.Root, path), File.ReadAllText(path)));

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(static child => !Folders.Contains(Path.GetFileName(child)) && Path.GetFileName(child) != ".git")
            .SelectMany(Walk));
}
