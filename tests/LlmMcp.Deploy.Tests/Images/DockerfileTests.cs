using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Images;

public sealed partial class DockerfileTests
{
    private static readonly string Text = File.ReadAllText(RepositoryFolder.Below("Dockerfile")).ReplaceLineEndings("\n");

    [Fact]
    public void Each_program_has_a_target_and_what_the_target_starts_is_published()
    {
        var published = Published().Match(Text).Groups["programs"].Value.Split(' ').ToHashSet();
        var targets = Target().Matches(Text);

        Assert.Equal(["core", "worker", "mcp", "telemetry", "simulator"], targets.Select(static target => target.Groups["name"].Value));
        Assert.All(targets, target =>
        {
            Assert.Contains(target.Groups["folder"].Value, published);
            Assert.Equal($"LlmMcp.{target.Groups["folder"].Value}.dll", target.Groups["dll"].Value);
            Assert.True(File.Exists(RepositoryFolder.Below($"LlmMcp.{target.Groups["folder"].Value}/LlmMcp.{target.Groups["folder"].Value}.csproj")));
        });
    }

    [Fact]
    public void A_tag_publishes_every_target() =>
        Assert.Contains(
            $"target: [{string.Join(", ", Target().Matches(Text).Select(static target => target.Groups["name"].Value))}]",
            File.ReadAllText(RepositoryFolder.Below(".github/workflows/images.yml")), StringComparison.Ordinal);

    [Fact]
    public void The_images_need_no_shell_and_run_as_nobody()
    {
        var final = Text[Text.IndexOf("FROM ${RUNTIME_IMAGE}", StringComparison.Ordinal)..];

        Assert.DoesNotMatch("(?m)^(RUN|SHELL)", final);
        Assert.Single(Regex.Matches(final, "(?m)^USER 1654:1654$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Bases_are_arguments_with_pinned_defaults() =>
        Assert.Equal(2, Regex.Count(Text, @"(?m)^ARG (SDK|RUNTIME)_IMAGE=[a-z./]+:10\.0\.[0-9]+-[a-z-]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    [Fact]
    public void The_context_holds_all_that_is_built()
    {
        var ignore = File.ReadAllLines(RepositoryFolder.Below(".dockerignore"));
        var seen = new HashSet<string>();
        foreach (var program in Published().Match(Text).Groups["programs"].Value.Split(' '))
        {
            Collect($"LlmMcp.{program}", seen);
        }

        Assert.Empty(seen.Except(ignore.Where(static line => line.StartsWith("!LlmMcp", StringComparison.Ordinal)).Select(static line => line[1..])));
    }

    private static void Collect(string project, HashSet<string> seen)
    {
        if (!seen.Add(project))
        {
            return;
        }

        foreach (Match reference in Reference().Matches(File.ReadAllText(RepositoryFolder.Below($"{project}/{project}.csproj"))))
        {
            Collect(reference.Groups["project"].Value, seen);
        }
    }

    [GeneratedRegex("for program in (?<programs>[A-Za-z ]+);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Published();

    [GeneratedRegex("^FROM runtime AS (?<name>[a-z]+)\nCOPY --from=build /out/(?<folder>[A-Za-z]+) [.]\n(EXPOSE [0-9 ]+\n)?ENTRYPOINT \\[\"dotnet\", \"(?<dll>[A-Za-z.]+)\"\\]$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"ProjectReference Include=""\.\.[\\/](?<project>LlmMcp\.[A-Za-z]+)[\\/]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
