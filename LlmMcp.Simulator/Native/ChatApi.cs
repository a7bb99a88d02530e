using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary>A conversation in, the next message out.</summary>
internal static class ChatApi
{
    public static void MapChat(this IEndpointRouteBuilder routes) => routes.MapPost("/api/chat", ChatAsync);

    private static async Task ChatAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var ask = ChatAsk.Read(node, body.RootElement);
        if (ask.DebugRenderOnly)
        {
            var chunk = Chunk(node, ask, new ChatMessage("", "")) with { DebugInfo = new DebugInfo(ask.Answer.Rendered) };
            await Replies.JsonAsync(context, chunk);
        }
        else if (ask.IsEmpty)
        {
            var reason = await LoadOnly.RunAsync(node, ask.Answer, context.RequestAborted);
            await Replies.JsonAsync(context, Chunk(node, ask, new ChatMessage("assistant", "")) with { Done = true, DoneReason = reason });
        }
        else
        {
            using var run = await AnswerRun.StartAsync(node, ask.Answer, context.RequestAborted);
            await (ask.Stream ? StreamAsync(context, node, ask, run) : WholeAsync(context, node, ask, run));
        }
    }

    private static async Task StreamAsync(HttpContext context, SimulatedNode node, ChatAsk ask, AnswerRun run)
    {
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            var message = piece switch
            {
                AnswerPiece.Thought thought => new ChatMessage("assistant", "", thought.Text),
                AnswerPiece.Call call => new ChatMessage("assistant", "", null, [ChatToolCall.Of(call.Tool)]),
                AnswerPiece.Content content => new ChatMessage("assistant", content.Text),
                _ => new ChatMessage("assistant", ""),
            };
            var logprobs = piece is AnswerPiece.Content word && ask.Logprobs is { } top ? new[] { TokenProbability.Of(word.Text, top) } : null;
            await Replies.LineAsync(context, Chunk(node, ask, message) with { Logprobs = logprobs });
        }

        await Replies.LineAsync(context, Last(node, ask, run, new ChatMessage("assistant", "")));
    }

    private static async Task WholeAsync(HttpContext context, SimulatedNode node, ChatAsk ask, AnswerRun run)
    {
        var thinking = new StringBuilder();
        var content = new StringBuilder();
        var logprobs = new List<TokenProbability>();
        ChatToolCall[]? calls = null;
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            switch (piece)
            {
                case AnswerPiece.Thought thought:
                    thinking.Append(thought.Text);
                    break;
                case AnswerPiece.Content word:
                    content.Append(word.Text);
                    if (ask.Logprobs is { } top)
                    {
                        logprobs.Add(TokenProbability.Of(word.Text, top));
                    }

                    break;
                case AnswerPiece.Call call:
                    calls = [ChatToolCall.Of(call.Tool)];
                    break;
            }
        }

        var message = new ChatMessage("assistant", content.ToString(), thinking.Length == 0 ? null : thinking.ToString(), calls);
        await Replies.JsonAsync(context, Last(node, ask, run, message) with { Logprobs = logprobs.Count == 0 ? null : [.. logprobs] });
    }

    private static ChatChunk Chunk(SimulatedNode node, ChatAsk ask, ChatMessage message) =>
        new() { Model = ask.ModelName, CreatedAt = GoTime.Format(node.Time.GetUtcNow()), Message = message };

    private static ChatChunk Last(SimulatedNode node, ChatAsk ask, AnswerRun run, ChatMessage message)
    {
        var figures = Durations.Of(run.Timings);
        return Chunk(node, ask, message) with
        {
            Done = true,
            DoneReason = run.DoneReason,
            TotalDuration = figures.Total,
            LoadDuration = figures.Load,
            PromptEvalCount = figures.PromptTokens,
            PromptEvalDuration = figures.Prompt,
            EvalCount = figures.AnswerTokens,
            EvalDuration = figures.Answer,
        };
    }
}

internal sealed record ChatChunk
{
    public required string Model { get; init; }

    public required string CreatedAt { get; init; }

    public required ChatMessage Message { get; init; }

    public bool Done { get; init; }

    public string? DoneReason { get; init; }

    public long? TotalDuration { get; init; }

    public long? LoadDuration { get; init; }

    public int? PromptEvalCount { get; init; }

    public long? PromptEvalDuration { get; init; }

    public int? EvalCount { get; init; }

    public long? EvalDuration { get; init; }

    [JsonPropertyName("_debug_info")]
    public DebugInfo? DebugInfo { get; init; }

    public TokenProbability[]? Logprobs { get; init; }
}

internal sealed record ChatMessage(string Role, string Content, string? Thinking = null, ChatToolCall[]? ToolCalls = null);

internal sealed record ChatToolCall(string Id, ChatFunction Function)
{
    public static ChatToolCall Of(ToolCall call) => new(call.Id, new ChatFunction(0, call.Name, call.Arguments));
}

internal sealed record ChatFunction(int Index, string Name, JsonObject Arguments);
