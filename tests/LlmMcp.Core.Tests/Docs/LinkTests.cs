using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Docs;

/// <summary>Links between the pages of the repository lead somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_finds_it()
    {
        var pages = Directory.EnumerateFiles(RepositoryFolder.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "deploy"), "*.md", SearchOption.AllDirectories))
            .ToList();
        var broken =
            from page in pages
            from Match link in Target().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.Contains(':', StringComparison.Ordinal) && target.Length > 0
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
            select $"{Path.GetRelativePath(RepositoryFolder.Root, page)}: {target}";

        Assert.Contains(pages, static page => page.EndsWith("operations.md", StringComparison.Ordinal));
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();
}
