using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Testing;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Tests.Environment;

public sealed class EnvironmentConfigurationTests
{
    [Theory]
    [InlineData("eight")]
    [InlineData("1.5")]
    [InlineData("")]
    public void Nonsense_is_refused_with_what_would_be_accepted(string text)
    {
        Assert.False(EnvironmentValue.TryRead(EnvironmentValueKind.Number, text, out _, out var expected));
        Assert.NotEmpty(expected);
    }

    [Theory]
    [InlineData("OLLAMA_API_URL", "http://o:1", "Fleet:OllamaBaseUrl", "Worker:Ollama:BaseUrl")]
    [InlineData("OLLAMA_URL", "http://o:1", "Fleet:OllamaBaseUrl", "Worker:Ollama:BaseUrl")]
    [InlineData("MODEL_NAME", "m:1b", "Fleet:OllamaModel", "Worker:Ollama:Model")]
    public void Older_names_of_Ollamas_variables_reach_Core_and_the_worker(string name, string text, string core, string worker)
    {
        var values = EnvironmentConfiguration.Read(new Dictionary<string, string> { [name] = text });

        Assert.Equal((text, text), (values[core], values[worker]));
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

    [Theory]
    [InlineData("OLLAMA_BASE_URL", "192.168.255.1:11434", "OLLAMA_BASE_URL is \"192.168.255.1:11434\"; expected a URL such as http://127.0.0.1:11434.")]
    [InlineData("OLLAMA_URL", "gpu", "OLLAMA_URL is \"gpu\"; expected a URL such as http://127.0.0.1:11434.")]
    [InlineData("OPENAI_BASE_URL", "me:secret@proxy", "OPENAI_BASE_URL is \"proxy\"; expected a URL such as http://127.0.0.1:11434.")]
    public void An_address_without_a_scheme_is_one_mistake_that_names_its_variable(string name, string value, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Throws<InvalidConfigurationException>(
            () => EnvironmentConfiguration.Read(new Dictionary<string, string> { [name] = value })).Errors));

    [Theory]
    [InlineData("https://gpu")]
    [InlineData("hub=http://10.0.0.1:11434, http://10.0.0.2:11434")]
    public void Addresses_with_a_scheme_are_taken_as_they_are(string value) =>
        Assert.Equal(value, EnvironmentConfiguration.Read(new Dictionary<string, string> { ["OLLAMA_BASE_URL"] = value })["Fleet:OllamaBaseUrl"]);

    [Fact]
    public void The_table_in_the_readme_is_the_one_the_code_gives()
    {
        var readme = File.ReadAllText(RepositoryFolder.Below("README.md")).ReplaceLineEndings("\n");
        var begin = readme.IndexOf(EnvironmentTable.Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(EnvironmentTable.End, StringComparison.Ordinal);

        Assert.True(begin >= 0 && end > begin, "README.md has no generated table of variables.");
        Assert.Equal(EnvironmentTable.ToMarkdown(), readme[(begin + EnvironmentTable.Begin.Length + 1)..end]);
    }
}
