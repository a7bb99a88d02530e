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

    [Theory]
    [InlineData("2026-07-28", 37)]
    [InlineData("2025-11-25", 30)]
    public async Task Every_server_scenario_of_the_revision_passes(string revision, int required)
    {
        using var home = TestDirectory.Create();
        await using var rig = await BridgeRig.StartWithAsync(static services => services.AddFixtures());

        var run = await McpClients.CheckConformanceAsync(home.Path, "server", "--url", rig.Mcp.ToString(), "--requirements", revision);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var lines = run.Output.Split('\n');
        Assert.DoesNotContain(lines, static line => line.StartsWith('✗') && !line.Contains(HeadersOfArguments, StringComparison.Ordinal));
        Assert.True(lines.Count(static line => line.StartsWith('✓')) >= required, run.Output);
    }

    [Theory]
    [InlineData("tasks-lifecycle")]
    [InlineData("tasks-capability-negotiation")]
    [InlineData("tasks-wire-fields")]
    [InlineData("tasks-request-state-removal")]
    [InlineData("tasks-mrtr-input")]
    [InlineData("tasks-request-headers")]
    [InlineData("tasks-dispatch-and-envelope")]
    [InlineData("tasks-required-task-error")]
    [InlineData("tasks-mrtr-composition")]
    public async Task Every_scenario_of_the_tasks_extension_passes(string scenario)
    {
        using var home = TestDirectory.Create();
        await using var rig = await BridgeRig.StartWithAsync(static services => services.AddFixtures());

        var run = await McpClients.CheckConformanceAsync(home.Path, "server", "--url", rig.Mcp.ToString(), "--scenario", scenario, "--spec-version", "2026-07-28", "--verbose");

        Assert.True(run.ExitCode == 0 && !run.Output.Contains("\"FAILURE\"", StringComparison.Ordinal), run.Output + run.Errors);
    }
}
