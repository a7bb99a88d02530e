using System.Text.RegularExpressions;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Images;

public sealed class VersionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("compose.yml")]
    [InlineData(".env.example")]
    [InlineData("deploy/k8s/base/core.yaml")]
    [InlineData("deploy/k8s/base/worker.yaml")]
    [InlineData("deploy/k8s/base/mcp.yaml")]
    [InlineData("deploy/k8s/base/telemetry.yaml")]
    public void Images_of_ours_have_the_version_that_is_built(string file)
    {
        var version = Regex.Match(File.ReadAllText(RepositoryFolder.Below("Directory.Build.props")), "<Version>(.+)</Version>", RegexOptions.None, Limit).Groups[1].Value;
        var named = Regex.Matches(File.ReadAllText(RepositoryFolder.Below(file)), @"(LLM_MCP_TAG(:-|=)|image: llm-mcp-[a-z]+:)(?<tag>[0-9][0-9a-z.-]*)", RegexOptions.ExplicitCapture, Limit);

        Assert.NotEmpty(named);
        Assert.All(named, tag => Assert.Equal(version, tag.Groups["tag"].Value));
    }
}
