using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.OpenAi;

/// <summary>The conversation in OpenAI's words.</summary>
internal static class ChatCompletionsApi
{
    public static void MapChatCompletions(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", ChatAsync);

    private static async Task ChatAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "ChatCompletionRequest");
        var messages = request.Items("messages", "[]openai.Message");
        if (messages.Length == 0)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "[] is too short - 'messages'") { BeforeHandler = true };
        }

        var name = request.Text("model");
        var answer = OpenAiAsk.Chat(node, name, request, OpenAiAsk.Turns(request, messages));
        var id = new CompletionId($"chatcmpl-{Random.Shared.Next(1000)}", node.Time.GetUtcNow().ToUnixTimeSeconds(), name);
        var usage = request.Map("stream_options") is { } options && options.TryGetProperty("include_usage", out var include) && include.ValueKind is JsonValueKind.True;
        using var run = await AnswerRun.StartAsync(node, answer, context.RequestAborted);
        await (request.Flag("stream") is true ? StreamAsync(context, id, run, usage) : WholeAsync(context, id, run));
    }

    private static async Task StreamAsync(HttpContext context, CompletionId id, AnswerRun run, bool usage)
    {
        var role = "assistant";
        var reason = run.DoneReason;
        try
        {
            await foreach (var piece in run.PiecesAsync(context.RequestAborted))
            {
                var delta = piece switch
                {
                    AnswerPiece.Thought thought => new CompletionMessage(role, "", thought.Text),
                    AnswerPiece.Content content => new CompletionMessage(role, content.Text),
                    AnswerPiece.Call call => new CompletionMessage(role, "", null, [CompletionToolCall.Of(call.Tool)]),
                    _ => new CompletionMessage(role, ""),
                };
                reason = piece is AnswerPiece.Call ? "tool_calls" : reason;
                role = null;
                await Replies.EventAsync(context, CompletionChunk.Of(id, delta, null));
            }
        }
        catch (Refusal) when (context.Response.HasStarted)
        {
            // A model that dies in the middle leaves one empty chunk without a name, and no [DONE].
            await Replies.EventAsync(context, CompletionChunk.Of(id with { Model = "" }, new CompletionMessage(null, ""), null));
            throw;
        }

        await Replies.EventAsync(context, CompletionChunk.Of(id, new CompletionMessage(null, null), reason));
        if (usage)
        {
            await Replies.EventAsync(context, CompletionChunk.Of(id, null, null) with { Usage = OpenAiUsage.Of(run.Timings) });
        }

        await Replies.DoneAsync(context);
    }

    private static async Task WholeAsync(HttpContext context, CompletionId id, AnswerRun run)
    {
        var reasoning = new StringBuilder();
        var text = new StringBuilder();
        CompletionToolCall[]? calls = null;
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            switch (piece)
            {
                case AnswerPiece.Thought thought:
                    reasoning.Append(thought.Text);
                    break;
                case AnswerPiece.Content content:
                    text.Append(content.Text);
                    break;
                case AnswerPiece.Call call:
                    calls = [CompletionToolCall.Of(call.Tool)];
                    break;
            }
        }

        var message = new CompletionMessage("assistant", text.ToString(), reasoning.Length == 0 ? null : reasoning.ToString(), calls);
        var choice = new CompletionChoice(0, message, calls is null ? run.DoneReason : "tool_calls");
        await Replies.JsonAsync(
            context,
            new Completion(id.Id, "chat.completion", id.Created, id.Model, Completion.Fingerprint, [choice], OpenAiUsage.Of(run.Timings)),
            Replies.Json);
    }
}

internal sealed record CompletionId(string Id, long Created, string Model);

internal sealed record Completion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, CompletionChoice[] Choices, OpenAiUsage Usage)
{
    public const string Fingerprint = "fp_ollama";
}

internal sealed record CompletionChoice(int Index, CompletionMessage Message, string FinishReason);

internal sealed record CompletionMessage(string? Role, string? Content, string? Reasoning = null, CompletionToolCall[]? ToolCalls = null);

internal sealed record CompletionToolCall(string Id, int Index, string Type, CompletionFunction Function)
{
    public static CompletionToolCall Of(ToolCall call) =>
        new(call.Id, 0, "function", new CompletionFunction(call.Name, call.Arguments.ToJsonString(WireFormat.Json)));
}

internal sealed record CompletionFunction(string Name, string Arguments);

internal sealed record CompletionChunk(
    string Id, string Object, long Created, string Model, string SystemFingerprint, CompletionDelta[] Choices, OpenAiUsage? Usage = null)
{
    /// <summary>A chunk with one choice, or with none when <paramref name="delta"/> is null.</summary>
    public static CompletionChunk Of(CompletionId id, CompletionMessage? delta, string? finishReason) => new(
        id.Id, "chat.completion.chunk", id.Created, id.Model, Completion.Fingerprint, delta is null ? [] : [new CompletionDelta(0, delta, finishReason)]);
}

internal sealed record CompletionDelta(
    int Index, CompletionMessage Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);
