using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Core itself and what it knows: workers that can run jobs and devices to run them on.</summary>
internal static class CoreCheck
{
    private const string Topic = "Core";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var address = examination.Core.Address;
        switch (examination.CoreHealth)
        {
            case CoreHealth.Answers answers:
                var workers = WorkersAsync(examination.Core, cancellationToken);
                var devices = DevicesAsync(examination.Core, cancellationToken);
                return [Version(address, answers.Version), await workers, await devices];
            case CoreHealth.NotCore other:
                return [new Finding(Topic, "address", Verdict.Problem, $"what answers at {address.Display} is not Core: {other.Why}", "Name Core's address with --url or LLM_MCP_URL.")];
            case CoreHealth.Unreachable { Why: var why } when address.IsDefault:
                return [new Finding(Topic, "address", Verdict.Warning, $"nothing at {address.Display}: {why}", "Start it with `llm-mcp up`.")];
            case CoreHealth.Unreachable { Why: var why }:
                return [new Finding(Topic, "address", Verdict.Problem, $"nothing at {address.Display} ({address.Origin}): {why}", $"Start Core there, or correct {address.Origin}.")];
            default:
                throw new System.Diagnostics.UnreachableException($"{examination.CoreHealth} is not handled.");
        }
    }

    private static Finding Version(CoreAddress address, string version) => version == VersionCommand.OfThisProgram
        ? new Finding(Topic, "version", Verdict.Ok, $"{version} at {address.Display}")
        : new Finding(Topic, "version", Verdict.Note, $"{version} at {address.Display}; this program is {VersionCommand.OfThisProgram}");

    private static Task<Finding> WorkersAsync(CoreClient core, CancellationToken cancellationToken) =>
        AskAsync("workers", core, CorePaths.Workers, answer => answer.Items("workers").Count(Devices.IsOnline) switch
        {
            0 => new Finding(Topic, "workers", Verdict.Problem, "none is online; jobs wait in the queue", "Start a worker, or use `llm-mcp up`, which brings one."),
            var online => new Finding(Topic, "workers", Verdict.Ok, $"{online} online"),
        }, cancellationToken);

    private static Task<Finding> DevicesAsync(CoreClient core, CancellationToken cancellationToken) =>
        AskAsync("devices", core, CorePaths.Devices, answer => Judge(Devices.Nodes(answer)), cancellationToken);

    private static Finding Judge(IReadOnlyList<JsonElement> nodes)
    {
        var online = nodes.Where(Devices.IsOnline).ToList();
        return online.Count == 0
            ? new Finding(Topic, "devices", Verdict.Warning, "none is online; no local model can answer", "Start Ollama, set OLLAMA_BASE_URL, or try `llm-mcp up --demo`.")
            : online.TrueForAll(device => device.Flag("simulated"))
                ? new Finding(Topic, "devices", Verdict.Note, $"{online.Count} online, all of them simulated")
                : new Finding(Topic, "devices", Verdict.Ok, $"{online.Count} of {nodes.Count} online");
    }

    private static async Task<Finding> AskAsync(
        string subject, CoreClient core, string path, Func<JsonElement, Finding> judge, CancellationToken cancellationToken)
    {
        try
        {
            return judge(await core.GetAsync(path, cancellationToken));
        }
        catch (CommandFailedException failure)
        {
            return new Finding(Topic, subject, Verdict.Problem, $"{failure.Message} ({failure.Code})", failure.Hint);
        }
    }
}
