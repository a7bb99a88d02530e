using LlmMcp.AppHost.Settings;
using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Tests.AppHost;

public sealed class AppHostSettingsTests
{
    [Fact]
    public void Without_settings_it_is_a_database_an_Ollama_a_Core_and_two_workers_for_Compose()
    {
        var settings = From();

        Assert.Equal((DeploymentTarget.Compose, ModelSource.Container, 1, 2), (settings.Target, settings.Models, settings.CoreReplicas, settings.WorkerReplicas));
        Assert.Equal((8080, 9090, 3333, 5435), (settings.HttpPort, settings.GrpcPort, settings.BridgePort, settings.PostgresPort));
        Assert.Null(settings.Database);
    }

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        var invalid = Assert.Throws<InvalidConfigurationException>(() => From(
            ("Target", "mainframe"), ("Ollama", "cloud"), ("WorkerReplicas", "many"), ("PORT_HTTP_LLMCORE", "0"), ("JOB_RETENTION_DAYS", "a week")));

        Assert.Equal(["JOB_RETENTION_DAYS", "Target", "Ollama", "WorkerReplicas", "PORT_HTTP_LLMCORE"], invalid.Errors.Select(static error => error.Split(' ')[0]));
    }

    [Theory]
    [InlineData("ConnectionStrings:llmdb", "Host=a")]
    [InlineData("DB_DSN", "postgres://a/b")]
    public void A_database_that_is_there_is_used(string key, string connection) => Assert.Equal(connection, From((key, connection)).Database);

    [Fact]
    public void A_database_may_be_given_in_parts() => Assert.Contains("host=db", From(("DB_HOST", "db")).Database, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_cluster_is_told_where_the_hosts_Ollama_is()
    {
        Assert.Contains("OLLAMA_BASE_URL", Assert.Throws<InvalidConfigurationException>(() => From(("Ollama", "host"), ("Target", "kubernetes"))).Message, StringComparison.Ordinal);

        Assert.False(From(("Ollama", "host"), ("Target", "kubernetes"), ("OLLAMA_BASE_URL", "http://gpu:11434")).CallsTheHost);
    }

    [Fact]
    public void The_demo_has_the_simulator_whatever_stands_behind_the_switch()
    {
        var arguments = AppHostArguments.Read(["--demo", "--operation", "publish"]);
        var settings = AppHostSettings.From(new ConfigurationBuilder().AddCommandLine(arguments).Build());

        Assert.Equal(ModelSource.Simulator, settings.Models);
    }

    private static AppHostSettings From(params (string Key, string Value)[] settings) => AppHostSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
