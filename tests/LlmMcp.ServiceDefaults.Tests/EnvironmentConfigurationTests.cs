using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Tests;

public sealed class EnvironmentConfigurationTests
{
    [Theory]
    [InlineData("30", "00:00:30")]
    [InlineData("0.5", "00:00:00.5000000")]
    [InlineData("500ms", "00:00:00.5000000")]
    [InlineData("5s", "00:00:05")]
    [InlineData("2m", "00:02:00")]
    [InlineData("1h30m", "01:30:00")]
    public void Durations_are_seconds_or_carry_a_unit(string text, string expected)
    {
        Assert.True(EnvironmentValue.TryRead(EnvironmentValueKind.Duration, text, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData(EnvironmentValueKind.Duration, "soon")]
    [InlineData(EnvironmentValueKind.Duration, "5 minutes")]
    [InlineData(EnvironmentValueKind.Duration, "")]
    [InlineData(EnvironmentValueKind.Number, "eight")]
    [InlineData(EnvironmentValueKind.Number, "1.5")]
    [InlineData(EnvironmentValueKind.Flag, "maybe")]
    public void Nonsense_is_refused_with_what_would_be_accepted(EnvironmentValueKind kind, string text)
    {
        Assert.False(EnvironmentValue.TryRead(kind, text, out _, out var expected));
        Assert.NotEmpty(expected);
    }

    [Theory]
    [InlineData("1", "true")]
    [InlineData("Yes", "true")]
    [InlineData("on", "true")]
    [InlineData("0", "false")]
    [InlineData("off", "false")]
    public void Flags_are_read_in_every_usual_spelling(string text, string expected)
    {
        Assert.True(EnvironmentValue.TryRead(EnvironmentValueKind.Flag, text, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void A_name_that_two_processes_read_sets_both_of_their_keys()
    {
        var values = EnvironmentConfiguration.Read(new Dictionary<string, string> { ["CORE_GRPC_ADDR"] = "10.0.0.5:9090" });

        Assert.Equal("10.0.0.5:9090", values["Core:GrpcAddress"]);
        Assert.Equal("10.0.0.5:9090", values["Worker:CoreAddress"]);
    }

    [Fact]
    public void An_empty_variable_counts_as_unset() =>
        Assert.Empty(EnvironmentConfiguration.Read(new Dictionary<string, string> { ["OLLAMA_MODEL"] = "", ["DB_DSN"] = "  " }));

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var mistakes = new Dictionary<string, string> { ["DEVICE_MAX_CONCURRENCY"] = "many", ["JOB_RETENTION_DAYS"] = "a week" };

        var exception = Assert.Throws<InvalidConfigurationException>(() => EnvironmentConfiguration.Read(mistakes));

        Assert.Contains("DEVICE_MAX_CONCURRENCY", exception.Message, StringComparison.Ordinal);
        Assert.Contains("JOB_RETENTION_DAYS", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Structured_settings_win_over_flat_variables()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Core:HttpAddress"] = "127.0.0.1:1" })
            .AddEnvironmentAliases(new Dictionary<string, string> { ["CORE_HTTP_ADDR"] = "127.0.0.1:2" })
            .Build();

        Assert.Equal("127.0.0.1:1", configuration["Core:HttpAddress"]);
    }

    [Fact]
    public void The_newer_of_two_names_for_one_key_wins()
    {
        var values = EnvironmentConfiguration.Read(new Dictionary<string, string> { ["LLM_MCP_VERSION"] = "old", ["CORE_VERSION"] = "new" });

        Assert.Equal("new", values["Core:Version"]);
    }

    [Fact]
    public void The_table_in_the_readme_is_the_one_the_code_gives()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md")).ReplaceLineEndings("\n");
        var begin = readme.IndexOf(EnvironmentTable.Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(EnvironmentTable.End, StringComparison.Ordinal);

        Assert.True(begin >= 0 && end > begin, "README.md has no generated table of variables.");
        Assert.Equal(EnvironmentTable.ToMarkdown(), readme[(begin + EnvironmentTable.Begin.Length + 1)..end]);
    }

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "LlmMcp.sln")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }
}
