using System.Text;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>
/// The prompt as a model would be given it. Templates are not executed: every model gets the same plain layout, which
/// is enough to count tokens and to tell prompts apart.
/// </summary>
internal static class RenderedPrompt
{
    public static string Of(StoredModel model, string? system, string prompt, string? suffix)
    {
        var text = new StringBuilder();
        Append(text, "system", system ?? model.System ?? "");
        foreach (var message in model.Messages)
        {
            Append(text, message.Role, message.Content);
        }

        text.Append(prompt);
        return suffix is null ? text.ToString() : text.Append("<|suffix|>").Append(suffix).ToString();
    }

    public static string Of(StoredModel model, IReadOnlyList<ChatTurn> turns, IEnumerable<string> tools)
    {
        var text = new StringBuilder();
        if (turns.All(turn => turn.Role != "system"))
        {
            Append(text, "system", model.System ?? "");
        }

        foreach (var tool in tools)
        {
            Append(text, "tools", tool);
        }

        foreach (var message in model.Messages)
        {
            Append(text, message.Role, message.Content);
        }

        foreach (var turn in turns)
        {
            Append(text, turn.Role, turn.Content + turn.ToolCalls);
        }

        return text.Append("<|assistant|>").ToString();
    }

    private static void Append(StringBuilder text, string role, string content)
    {
        if (content.Length > 0)
        {
            text.Append("<|").Append(role).Append("|>").Append(content).Append('\n');
        }
    }
}
