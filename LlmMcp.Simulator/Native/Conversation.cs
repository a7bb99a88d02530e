using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>Checks what a conversation needs of its model and makes it one request; the native and the /v1 chat share it.</summary>
internal static class Conversation
{
    public static AnswerRequest Ask(StoredModel model, string nameAsGiven, IReadOnlyList<ChatTurn> turns, IReadOnlyList<JsonElement> tools, JsonElement? think)
    {
        if (!model.Can(ModelCapabilities.Completion))
        {
            throw Refusal.BadRequest($"\"{nameAsGiven}\" does not support chat");
        }

        if (tools.Count > 0 && !model.Can(ModelCapabilities.Tools))
        {
            throw Refusal.BadRequest($"{model.Name.Full} does not support tools");
        }

        Images.Check(turns.Sum(turn => turn.Images), model);
        var last = turns.Count == 0 ? null : turns[^1];
        return new AnswerRequest
        {
            Model = model,
            Rendered = RenderedPrompt.Of(model, turns, tools.Select(tool => tool.GetRawText())),
            Question = turns.LastOrDefault(turn => turn.Role == "user")?.Content ?? last?.Content ?? "",
            Think = ThinkSetting.Read(think, model, nameAsGiven),
            Tools = tools,
            ToolResult = last?.Role == "tool" ? new ToolResult(last.ToolName.Length == 0 ? "that was called" : last.ToolName, last.Content) : null,
        };
    }
}
