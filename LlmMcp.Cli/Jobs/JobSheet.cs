using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Jobs;

/// <summary>One job, a line for each fact it has. The answer comes last and as text; the raw answer of the provider is left to <c>--json</c>.</summary>
internal static class JobSheet
{
    private static readonly string[] Lines =
    [
        "id", "status", "kind", "source", "priority", "queued_at", "started_at", "finished_at", "run_at", "deadline_at",
        "lease_until", "worker_id", "device_id", "retried_from", "error",
    ];

    public static void Write(Job job, Terminal terminal)
    {
        var canvas = terminal.Canvas();
        foreach (var name in Lines)
        {
            if (job.Raw.Member(name) is { } value)
            {
                Line(name, name == "status" ? JobTable.StatusMarkup(job.Status) : Escape(value, terminal));
            }

            if (name == "priority")
            {
                Line("attempts", $"{job.Attempts} of {job.MaxAttempts}");
            }
        }

        if (job.Payload is { } payload)
        {
            Line("payload", Escape(payload, terminal));
        }

        if (job.Result is { } result)
        {
            foreach (var fact in result.EnumerateMembers().Where(member => member.Name is not ("response" or "thinking" or "data" or "device_id")))
            {
                Line(fact.Name, Escape(fact.Value, terminal));
            }

            if (result.Text("response") is { } response)
            {
                canvas.WriteLine();
                terminal.Out.WriteLine(terminal.OutIsScreen ? ScreenText.Safe(response) : response);
            }
        }

        void Line(string name, string markup) => canvas.MarkupLine($"[dim]{Markup.Escape(ScreenText.OneLine(name, 13)),-13}[/] {markup}");
    }

    private static string Escape(JsonElement value, Terminal terminal)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, JsonView.Options);
        return Markup.Escape(terminal.OutIsScreen ? ScreenText.OneLine(text, 2000) : text);
    }
}
