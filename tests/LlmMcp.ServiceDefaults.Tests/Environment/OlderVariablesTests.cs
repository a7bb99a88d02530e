using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.ServiceDefaults.Tests.Environment;

public sealed class OlderVariablesTests
{
    [Theory]
    [InlineData("MAX_RETRIES", "5", "Jobs:MaxAttempts", "5")]
    [InlineData("JOB_CLEANUP_RETENTION_DAYS", "3", "Jobs:RetentionDays", "3")]
    [InlineData("SMART_WORKER_MAX_CONCURRENT", "10", "Worker:Slots", "10")]
    [InlineData("TGAPI_URL", "http://tg:8000", "Telemetry:McpBaseUrl", "http://tg:8000")]
    [InlineData("WORKER_URL", "http://wrangler:8080", "Worker:CoreAddress", "wrangler:9090")]
    [InlineData("LOG_LEVEL", "debug", "Logging:LogLevel:Default", "Debug")]
    public void Names_of_older_systems_set_what_they_meant(string name, string text, string key, string value) =>
        Assert.Equal(value, EnvironmentConfiguration.Read(new Dictionary<string, string> { [name] = text })[key]);

    [Theory]
    [InlineData("WORKER_URL", "wrangler")]
    [InlineData("LOG_LEVEL", "loud")]
    public void What_they_cannot_mean_is_refused(string name, string text) =>
        Assert.Contains(name, Assert.Throws<InvalidConfigurationException>(() => EnvironmentConfiguration.Read(new Dictionary<string, string> { [name] = text })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_database_in_parts_is_one_connection_string_whatever_the_password_is()
    {
        var values = EnvironmentConfiguration.Read(new Dictionary<string, string> { ["DB_HOST"] = "db", ["DB_PORT"] = "5433", ["DB_USER"] = "llm", ["DB_PASSWORD"] = "a;b=\"c'" });
        var read = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = values["ConnectionStrings:llmdb"] };

        Assert.Equal(("db", "5433", "llm", "a;b=\"c'", "llm_mcp"), (read["Host"], read["Port"], read["Username"], read["Password"], read["Database"]));
        Assert.DoesNotContain(values.Keys, static key => key.StartsWith("Database:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_connection_string_wins_over_its_parts() => Assert.Equal(
        "postgres://a/b", EnvironmentConfiguration.Read(new Dictionary<string, string> { ["DB_DSN"] = "postgres://a/b", ["DB_HOST"] = "db" })["ConnectionStrings:llmdb"]);

    [Fact]
    public void A_variable_is_read_or_known_to_be_unread_and_not_both() =>
        Assert.Empty(EnvironmentAliases.All.Select(static variable => variable.Name).Intersect(UnreadVariables.All.Select(static variable => variable.Name)));

    [Fact]
    public void Only_what_is_set_and_was_meant_for_this_process_is_told()
    {
        var environment = new Dictionary<string, string> { ["OLLAMA_MODEL_2"] = "m", ["QUEUE_SIZE"] = "100", ["ENABLE_CACHING"] = "" };

        Assert.Equal("OLLAMA_MODEL_2", Assert.Single(UnreadVariables.SetIn(environment, "Core")).Name);
        Assert.Equal("QUEUE_SIZE", Assert.Single(UnreadVariables.SetIn(environment, "Worker")).Name);
    }
}
