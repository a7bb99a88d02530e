using LlmMcp.AppHost.Wiring;
using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Tests.AppHost;

public sealed class PassedVariableTests
{
    [Fact]
    public void Every_variable_of_the_README_reaches_the_process_that_reads_it_unless_the_wiring_decides_it()
    {
        var configuration = Configuration(EnvironmentAliases.All.SelectMany(static variable => NumberedName.Of(variable.Name)).Distinct().Select(static name => (name, "x")));

        foreach (var variable in EnvironmentAliases.All)
        {
            var process = variable.Process == "all" ? "Core" : variable.Process;
            var passed = PassedVariable.For(configuration, process, withEmptySecrets: false).Select(static one => one.Name).ToHashSet();
            Assert.All(NumberedName.Of(variable.Name), name => Assert.True(
                passed.Contains(name) != ProcessEnvironment.Names.Contains(name), $"{name} of {process} is passed on by none or by both."));
        }
    }

    [Fact]
    public void What_is_not_read_any_more_is_passed_on_so_that_the_process_says_so() =>
        Assert.Equal("POLL_INTERVAL", Assert.Single(PassedVariable.For(Configuration([("POLL_INTERVAL", "5s")]), "Worker", withEmptySecrets: false)).Name);

    [Fact]
    public void Files_for_a_deployment_have_a_place_for_every_secret()
    {
        var passed = PassedVariable.For(Configuration([]), "Core", withEmptySecrets: true);

        Assert.Contains("OPENAI_API_KEY", passed.Select(static variable => variable.Name));
        Assert.All(passed, static variable => Assert.True(variable is { IsSecret: true, Value: "" }));
    }

    [Fact]
    public void Nothing_is_passed_on_that_is_not_set() => Assert.Empty(PassedVariable.For(Configuration([("OLLAMA_MODEL", " ")]), "Worker", withEmptySecrets: false));

    private static IConfiguration Configuration(IEnumerable<(string Name, string Value)> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
