using LlmMcp.AppHost.Wiring;

namespace LlmMcp.SystemTests.Harness;

/// <summary>What the scenarios start is what the AppHost would start: the same variables, and beside them only what makes it a test.</summary>
public sealed class WiringTests
{
    private static readonly ModelServers<string> Servers = new("x", null);
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task Core_is_given_the_variables_the_AppHost_gives_it()
    {
        await using var core = new CoreProcess("core", "Host=x", Nothing);

        Assert.Equal<HashSet<string>>(
            [.. ProcessEnvironment.Core("x", "x", "x", "x", Servers).Keys, "DISCOVERY_TAILSCALE", "Logging__Console__FormatterName", "Logging__Console__FormatterOptions__SingleLine"],
            core.Environment.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_worker_is_given_the_variables_the_AppHost_gives_it()
    {
        await using var core = new CoreProcess("core", "Host=x", Nothing);
        await using var worker = new WorkerProcess("w", scripted: false, core, Nothing);

        Assert.Equal<HashSet<string>>(
            [.. ProcessEnvironment.Worker("x", "x", "x", new ModelServers<string>(null, null)).Keys, "WORKER_ID", "WORKER_LEASE_SECONDS", "Logging__Console__FormatterName", "Logging__Console__FormatterOptions__SingleLine"],
            worker.Environment.Keys.ToHashSet());
    }
}
