using LlmMcp.McpBridge.ConformanceHost;
using LlmMcp.McpBridge.Tests.Clients;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.McpBridge.Tests.Conformance;

/// <summary>The protocol's own conformance suite against the bridge, whose tools are the suite's fixtures here.</summary>
public sealed class ConformanceTests
{
    /// <summary>About headers made of tools' arguments: no tool of the bridge has one, and so none of the fixtures.</summary>
    private const string HeadersOfArguments = "http-custom-header-server-validation";

    /// <summary>Scenarios of the tasks extension in which something is checked; the suite does not count them and runs them with 2026-07-28.</summary>
    private const int OfTasks = 9;

    [Theory]
    [InlineData("2026-07-28", 37, OfTasks)]
    [InlineData("2025-11-25", 30, 0)]
    public async Task Every_server_scenario_of_the_revision_and_of_its_tasks_passes(string revision, int required, int tasks)
    {
        using var home = TestDirectory.Create();
        await using var rig = await BridgeRig.StartWithAsync(static services => services.AddFixtures());

        var run = await McpClients.CheckConformanceAsync(home.Path, "server", "--url", rig.Mcp.ToString(), "--requirements", revision);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var lines = run.Output.Split('\n');
        Assert.DoesNotContain(lines, static line => line.StartsWith('✗') && !line.Contains(HeadersOfArguments, StringComparison.Ordinal));
        Assert.Equal(tasks, lines.Count(static line => line.StartsWith("✓ tasks-", StringComparison.Ordinal) && !line.Contains(": 0 passed", StringComparison.Ordinal)));
        Assert.True(lines.Count(static line => line.StartsWith('✓')) >= required + tasks, run.Output);
    }
}
