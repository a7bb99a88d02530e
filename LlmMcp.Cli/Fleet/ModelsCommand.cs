using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp models</c>: what can answer, how large it is and where it is.</summary>
internal static class ModelsCommand
{
    private static readonly IReadOnlyList<Column<JsonElement>> Columns =
    [
        new("id", 36, static model => model.Text("id")),
        new("provider", 10, static model => model.Text("provider")),
        new("tier", 13, static model => model.Text("tier")),
        new("params", 7, static model => model.Number("params_b") is { } size ? $"{size.ToString("0.##", CultureInfo.InvariantCulture)}B" : null) { Right = true },
        new("context", 7, static model => Figures.Context(model.Whole("context"))) { Right = true },
        new("thinks", 6, static model => model.Flag("thinking") ? "yes" : null),
        new("in/out $/1M", 14, Price) { Right = true },
        new("loaded on", 40, static model => string.Join(", ", model.Texts("loaded_on"))),
        new("devices", 60, static model => string.Join(", ", model.Texts("devices").Select(device => IsForbidden(model, device) ? $"{device} (forbidden)" : device))),
    ];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var all = new Option<bool>("--all") { Description = "Also models that nobody can run now: on offline devices, and of the clouds." };
        var provider = new Option<string?>("--provider") { Description = "Only those of ollama, compat, openai or openrouter.", HelpName = "NAME" };
        var command = new ExampleCommand(
            "models",
            "List models and the devices that have them; load and unload them.",
            "llm-mcp models",
            "llm-mcp models --all --provider openrouter",
            "llm-mcp models load qwen3:8b pi5",
            "llm-mcp models --json | jq -r '.data[].id'")
        {
            Notes = "Into a pipe goes one model per line: id, provider, tier, size, context, thinking, prices, where it is loaded and where it is, separated by tabs.",
        };
        command.Add(ModelLoadCommand.CreateLoad(host, shared));
        command.Add(ModelLoadCommand.CreateUnload(host, shared));
        command.Add(all);
        command.Add(provider);
        command.Runs(host, shared, (invocation, cancellationToken) =>
            RunAsync(invocation.Value(all), invocation.Value(provider), invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool all, string? provider, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var answer = await core.GetAsync(CorePaths.With(CorePaths.Models, ("all", all ? "1" : null)), cancellationToken);
        var models = answer.Items("data").Where(model => provider is null || model.Text("provider") == provider).ToList();
        if (invocation.Json)
        {
            JsonView.Write<object>(invocation.Terminal, provider is null ? answer : new { @object = "list", data = models });
        }
        else if (models.Count == 0 && invocation.Terminal.OutIsScreen)
        {
            new SideNote(invocation.Terminal).Write("No such models. `llm-mcp devices` shows which nodes answer; --all lists what is offline too.");
        }
        else
        {
            ListView.Write(invocation.Terminal, models, Columns);
        }

        return ExitCodes.Ok;
    }

    private static bool IsForbidden(JsonElement model, string device) => (model.Member("forbidden_on") ?? default).Member(device) is not null;

    private static string? Price(JsonElement model) =>
        model.Money("price_in_1m") is { } input
            ? string.Create(CultureInfo.InvariantCulture, $"{input:0.###}/{model.Money("price_out_1m") ?? 0:0.###}")
            : null;
}
