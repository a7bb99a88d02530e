using System.Text;
using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.OpenAi;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Anthropic;

/// <summary>The conversation in Anthropic's words, as far as the real server was recorded: text only.</summary>
internal static class MessagesApi
{
    public static void MapMessages(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/messages", CreateAsync);

    private static async Task CreateAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "MessagesRequest");
        var name = request.Text("model");
        var model = node.Installed(name);
        var (system, _) = OpenAiAsk.Content(request.Raw("system"));
        List<ChatTurn> turns = system.Length == 0 ? [] : [new ChatTurn("system", system)];
        turns.AddRange(OpenAiAsk.Turns(request, request.Items("messages", "[]anthropic.MessageParam")));
        var answer = Conversation.Ask(model, name, turns, [], JsonSerializer.SerializeToElement(false)) with { Settings = OpenAiAsk.Settings(request, "max_tokens") };
        var id = $"msg_{Guid.NewGuid():n}"[..28];
        using var run = await AnswerRun.StartAsync(node, answer, context.RequestAborted);
        await (request.Flag("stream") is true ? StreamAsync(context, id, name, run) : WholeAsync(context, id, name, run));
    }

    private static async Task WholeAsync(HttpContext context, string id, string model, AnswerRun run)
    {
        var text = new StringBuilder();
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            text.Append((piece as AnswerPiece.Content)?.Text);
        }

        await Replies.JsonAsync(
            context, new Message(id, "message", "assistant", model, [new TextBlock("text", text.ToString())], StopReason(run), Usage(run)), Replies.Json);
    }

    private static async Task StreamAsync(HttpContext context, string id, string model, AnswerRun run)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Connection = "keep-alive";
        var start = new Message(id, "message", "assistant", model, [], null, new MessageUsage(run.PromptTokens, 0));
        await Replies.EventAsync(context, new MessageStart("message_start", start), "message_start");
        await Replies.EventAsync(context, new BlockStart("content_block_start", 0, new TextBlock("text", "")), "content_block_start");
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            var delta = new TextDelta("text_delta", (piece as AnswerPiece.Content)?.Text ?? "");
            await Replies.EventAsync(context, new BlockDelta("content_block_delta", 0, delta), "content_block_delta");
        }

        await Replies.EventAsync(context, new BlockStop("content_block_stop", 0), "content_block_stop");
        await Replies.EventAsync(context, new MessageDelta("message_delta", new StopDelta(StopReason(run)), Usage(run)), "message_delta");
        await Replies.EventAsync(context, new MessageStop("message_stop"), "message_stop");
    }

    private static string StopReason(AnswerRun run) => run.DoneReason == "length" ? "max_tokens" : "end_turn";

    private static MessageUsage Usage(AnswerRun run) => new(run.Timings.PromptTokens, run.Timings.AnswerTokens);
}

internal sealed record Message(string Id, string Type, string Role, string Model, TextBlock[] Content, string? StopReason, MessageUsage Usage);

internal sealed record TextBlock(string Type, string Text);

internal sealed record MessageUsage(int InputTokens, int OutputTokens);

internal sealed record MessageStart(string Type, Message Message);

internal sealed record BlockStart(string Type, int Index, TextBlock ContentBlock);

internal sealed record BlockDelta(string Type, int Index, TextDelta Delta);

internal sealed record TextDelta(string Type, string Text);

internal sealed record BlockStop(string Type, int Index);

internal sealed record MessageDelta(string Type, StopDelta Delta, MessageUsage Usage);

internal sealed record StopDelta(string StopReason);

internal sealed record MessageStop(string Type);
