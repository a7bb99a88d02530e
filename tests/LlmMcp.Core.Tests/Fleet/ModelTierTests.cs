using System.Globalization;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class ModelTierTests
{
    [Theory]
    [InlineData("0.27", "tiny")]
    [InlineData("1", "tiny")]
    [InlineData("1.01", "small")]
    [InlineData("3", "small")]
    [InlineData("3.01", "medium")]
    [InlineData("7", "medium")]
    [InlineData("7.01", "large")]
    [InlineData("13", "large")]
    [InlineData("13.01", "xl")]
    [InlineData("0", null)]
    [InlineData(null, null)]
    public void Bounds_belong_to_the_smaller_tier(string? billions, string? tier) =>
        Assert.Equal(tier, ModelTier.Of(billions is null ? null : decimal.Parse(billions, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("llama3.2:1b", "1.2B", "1")]
    [InlineData("gemma3:270m", "268.10M", "0.27")]
    [InlineData("qwen3:30b-a3b", "30.5B", "30")]
    [InlineData("mixtral:8x7b", "46.7B", "46.7")]
    [InlineData("mixtral:8x22b-instruct-q4_0", "141B", "141")]
    [InlineData("tinyllama:latest", "1.1B", "1.1")]
    [InlineData("tinyllama", "1.1B", "1.1")]
    [InlineData("nomic-embed-text:latest", "137M", "0.137")]
    [InlineData("tiny:latest", "132K", "0.000132")]
    [InlineData("phi3:3.8b-mini-128k-instruct-q4_0", "3.8B", "3.8")]
    [InlineData("gemma3n:e4b", "6.9B", "6.9")]
    [InlineData("qwen2.5:7B", null, "7")]
    [InlineData("mlx-community/Qwen3-4B-4bit", null, "4")]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", null, "8")]
    [InlineData("gpt-oss:20b", "20.9B", "20")]
    [InlineData("mystery:latest", null, null)]
    [InlineData("mystery:q4_0", "", null)]
    public void The_nominal_size_is_the_tags_then_the_servers_then_the_names(string name, string? parameterSize, string? billions) =>
        Assert.Equal(billions is null ? null : decimal.Parse(billions, CultureInfo.InvariantCulture), ModelTier.NominalSize(name, parameterSize));
}
