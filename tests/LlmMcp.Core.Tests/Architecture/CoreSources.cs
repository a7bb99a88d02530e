using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Architecture;

/// <summary>A source file of Core; the name is relative to the project.</summary>
internal sealed record SourceFile(string Name, string Text);

/// <summary>The sources of Core as they lie in the checkout.</summary>
internal static class CoreSources
{
    public static IReadOnlyList<SourceFile> All { get; } = Read("LlmMcp.Core");

    public static IEnumerable<SourceFile> In(string folder) => All.Where(file => file.Name.StartsWith(folder + "/", StringComparison.Ordinal));

    private static List<SourceFile> Read(string project)
    {
        var root = RepositoryFolder.Below(project);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(static file => !file.Name.StartsWith("obj/", StringComparison.Ordinal) && !file.Name.StartsWith("bin/", StringComparison.Ordinal))
            .Select(static file => new SourceFile(file.Name, File.ReadAllText(file.Path)))];
    }
}
