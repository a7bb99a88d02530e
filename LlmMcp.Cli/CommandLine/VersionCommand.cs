using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.CommandLine;

/// <summary><c>llm-mcp version</c>: this program, its runtime, and the Core it would talk to, if one answers.</summary>
internal static class VersionCommand
{
    public static string OfThisProgram { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var command = new ExampleCommand("version", "Show the version of this program and of Core.", "llm-mcp version --json");
        command.Runs(host, shared, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var health = await core.ProbeAsync(cancellationToken);
        var facts = new
        {
            version = OfThisProgram,
            runtime = RuntimeInformation.FrameworkDescription,
            platform = RuntimeInformation.RuntimeIdentifier,
            core = new { url = core.Address.Display, reachable = health is CoreHealth.Answers, version = (health as CoreHealth.Answers)?.Version },
        };
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, facts);
            return ExitCodes.Ok;
        }

        var output = invocation.Terminal.Out;
        await output.WriteLineAsync($"llm-mcp {facts.version} ({facts.runtime}, {facts.platform})");
        await output.WriteLineAsync(health is CoreHealth.Answers answers
            ? $"Core    {answers.Version} at {facts.core.url}"
            : $"Core    not reachable at {facts.core.url}");
        return ExitCodes.Ok;
    }
}
