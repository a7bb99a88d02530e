using System.CommandLine;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Fleet;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Bench;

/// <summary><c>llm-mcp bench run</c>: measure now, wait for the figures.</summary>
internal static class BenchRunCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var device = new Option<string?>("--device", "-d") { Description = "Only on this device, by id or name.", HelpName = "ID" };
        var model = new Option<string?>("--model", "-m") { Description = "Only this model.", HelpName = "NAME" };
        var provider = new Option<string?>("--provider") { Description = "Whose devices: ollama, compat, openai, openrouter.", HelpName = "NAME" };
        var runs = new Option<int?>("--runs", "-r") { Description = "Runs of each model on each device, 1 to 100.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var all = new Option<bool>("--all") { Description = "Every model on every online device." };
        var noWait = new Option<bool>("--no-wait") { Description = "Print the ids of the jobs and do not wait for them." };
        runs.Within(1, 100);
        var command = new ExampleCommand(
            "run",
            "Measure models on devices and show the figures.",
            "llm-mcp bench run --device pi5",
            "llm-mcp bench run --model qwen3:8b --runs 3",
            "llm-mcp bench run --all --json")
        {
            Notes = "Measurements wait in the queue like other jobs. Ctrl-C cancels those that are not done.",
        };
        foreach (var option in new Option[] { device, model, provider, runs, all, noWait })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (!result.GetValue(all) && result.GetValue(device) is null && result.GetValue(model) is null)
            {
                result.AddError("Say what to measure: --device, --model, or --all.");
            }

            if (result.GetValue(all) && result.GetValue(device) is not null)
            {
                result.AddError("--all and --device exclude each other.");
            }
        });
        command.Runs(host, shared, async (invocation, cancellationToken) =>
        {
            using var core = invocation.OpenCore();
            var body = new JsonObject();
            body.PutSaid("device_id", invocation.Value(device) is { } wanted ? await DeviceLookup.FindIdAsync(core, wanted, cancellationToken) : null);
            body.PutSaid("devices", invocation.Value(device) is null ? "all" : null);
            body.PutSaid("model", invocation.Value(model));
            body.PutSaid("provider", invocation.Value(provider));
            body.PutSaid("runs", invocation.Value(runs));
            return await new BenchRun(core, invocation).RunAsync(body, wait: !invocation.Value(noWait), cancellationToken);
        });
        return command;
    }
}
