using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Native;

/// <summary>A checked <c>/api/chat</c> request.</summary>
internal sealed record ChatAsk(string ModelName, AnswerRequest Answer, bool Stream, bool IsEmpty, bool DebugRenderOnly, int? Logprobs)
{
    private const int MaxTopLogprobs = 20;

    public static ChatAsk Read(SimulatedNode node, JsonElement body)
    {
        var request = new GoObject(body, "ChatRequest");
        var name = request.Text("model");
        var messages = request.Items("messages", "[]api.Message");
        var keepAlive = KeepAlive.Read(request.Raw("keep_alive"));
        if (name.Length == 0)
        {
            throw Refusal.BadRequest("model is required");
        }

        var topLogprobs = request.Integer("top_logprobs") ?? 0;
        if (topLogprobs is < 0 or > MaxTopLogprobs)
        {
            throw Refusal.BadRequest($"top_logprobs must be between 0 and {MaxTopLogprobs}");
        }

        var model = node.Installed(name);
        ChatTurn[] turns = [.. messages.Select(message => Turn(request, message))];
        var answer = Conversation.Ask(model, name, turns, request.Items("tools", "api.Tools"), request.Raw("think")) with
        {
            Settings = ModelSettings.Read(request.Map("options"), model.EffectiveParameters),
            KeepAlive = keepAlive,
            Format = FormatSetting.Read(request.Raw("format")),
            Truncate = request.Flag("truncate") ?? true,
        };
        return new ChatAsk(
            name,
            answer,
            request.Flag("stream") ?? true,
            turns.Length == 0,
            request.Flag("_debug_render_only") ?? false,
            request.Flag("logprobs") is true || topLogprobs > 0 ? topLogprobs : null);
    }

    private static ChatTurn Turn(GoObject request, JsonElement message)
    {
        var turn = request.Nested(message, "messages", "api.Message", "ChatRequest.messages");
        return new ChatTurn(
            turn.Text("role"),
            turn.Text("content"),
            turn.Raw("tool_calls")?.GetRawText() ?? "",
            turn.TextOrNull("tool_name") ?? "",
            turn.Items("images", "[]api.ImageData").Length);
    }
}
