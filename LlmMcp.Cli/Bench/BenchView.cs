using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Bench;

/// <summary>Measurements on a screen, in a pipe or as JSON.</summary>
internal static class BenchView
{
    /// <summary>What was measured where.</summary>
    public static IReadOnlyList<Column<JsonElement>> Names { get; } =
    [
        new("device", 32, static item => item.Text("device_id")),
        new("model", 32, static item => item.Text("model_id") ?? item.Text("model")),
        new("task", 8, static item => item.Text("task_type")),
    ];

    public static void Write(JsonElement answer, IReadOnlyList<Column<JsonElement>> columns, Invocation invocation)
    {
        var items = answer.Items("items");
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
        }
        else if (items.Count == 0 && invocation.Terminal.OutIsScreen)
        {
            new SideNote(invocation.Terminal).Write("Nothing was measured yet. `llm-mcp bench run --all` measures.");
        }
        else
        {
            ListView.Write(invocation.Terminal, items, columns);
        }
    }
}
