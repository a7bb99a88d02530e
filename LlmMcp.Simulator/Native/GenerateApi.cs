using System.Text;
using System.Text.Json.Serialization;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary>A prompt in, text out.</summary>
internal static class GenerateApi
{
    public static void MapGenerate(this IEndpointRouteBuilder routes) => routes.MapPost("/api/generate", GenerateAsync);

    private static async Task GenerateAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var ask = GenerateAsk.Read(node, body.RootElement);
        if (ask.DebugRenderOnly)
        {
            await Replies.JsonAsync(context, Chunk(node, ask) with { DebugInfo = new DebugInfo(ask.Answer.Rendered) });
        }
        else if (ask.IsEmpty)
        {
            var reason = await LoadOnly.RunAsync(node, ask.Answer, context.RequestAborted);
            await Replies.JsonAsync(context, Chunk(node, ask) with { Done = true, DoneReason = reason });
        }
        else
        {
            using var run = await AnswerRun.StartAsync(node, ask.Answer, context.RequestAborted);
            await (ask.Stream ? StreamAsync(context, node, ask, run) : WholeAsync(context, node, ask, run));
        }
    }

    private static async Task StreamAsync(HttpContext context, SimulatedNode node, GenerateAsk ask, AnswerRun run)
    {
        var written = new List<string>();
        var isThinking = false;
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            if (isThinking != piece is AnswerPiece.Thought)
            {
                // The tags around the thinking arrive as chunks of their own, with nothing in them.
                isThinking = !isThinking;
                await Replies.LineAsync(context, Chunk(node, ask));
            }

            var chunk = Chunk(node, ask);
            if (piece is AnswerPiece.Thought thought)
            {
                written.Add(thought.Text);
                chunk = chunk with { Thinking = thought.Text };
            }
            else if (piece is AnswerPiece.Content content)
            {
                written.Add(content.Text);
                chunk = chunk with { Response = content.Text, Logprobs = ask.Logprobs is { } top ? [TokenProbability.Of(content.Text, top)] : null };
            }

            await Replies.LineAsync(context, chunk);
        }

        await Replies.LineAsync(context, Last(node, ask, run, written));
    }

    private static async Task WholeAsync(HttpContext context, SimulatedNode node, GenerateAsk ask, AnswerRun run)
    {
        var thinking = new StringBuilder();
        var response = new StringBuilder();
        var written = new List<string>();
        var logprobs = new List<TokenProbability>();
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            if (piece is AnswerPiece.Thought thought)
            {
                written.Add(thought.Text);
                thinking.Append(thought.Text);
            }
            else if (piece is AnswerPiece.Content content)
            {
                written.Add(content.Text);
                response.Append(content.Text);
                if (ask.Logprobs is { } top)
                {
                    logprobs.Add(TokenProbability.Of(content.Text, top));
                }
            }
        }

        await Replies.JsonAsync(context, Last(node, ask, run, written) with
        {
            Response = response.ToString(),
            Thinking = thinking.Length == 0 ? null : thinking.ToString(),
            Logprobs = logprobs.Count == 0 ? null : [.. logprobs],
        });
    }

    private static GenerateChunk Chunk(SimulatedNode node, GenerateAsk ask) =>
        new() { Model = ask.ModelName, CreatedAt = GoTime.Format(node.Time.GetUtcNow()), Response = "" };

    private static GenerateChunk Last(SimulatedNode node, GenerateAsk ask, AnswerRun run, List<string> written)
    {
        var figures = Durations.Of(run.Timings);
        return Chunk(node, ask) with
        {
            Done = true,
            DoneReason = run.DoneReason,
            Context = ask.Raw ? null : ContextAfter(ask.Answer, written, run.ContextLength),
            TotalDuration = figures.Total,
            LoadDuration = figures.Load,
            PromptEvalCount = figures.PromptTokens,
            PromptEvalDuration = figures.Prompt,
            EvalCount = figures.AnswerTokens,
            EvalDuration = figures.Answer,
        };
    }

    private static int[] ContextAfter(AnswerRequest answer, List<string> written, int contextLength)
    {
        var vocabulary = answer.Model.Spec.VocabularySize;
        return [.. answer.Context
            .Concat(Tokens.Split(answer.Rendered).Concat(written).Select(piece => Tokens.Id(piece, vocabulary)))
            .TakeLast(contextLength)];
    }
}

internal sealed record GenerateChunk
{
    public required string Model { get; init; }

    public required string CreatedAt { get; init; }

    public required string Response { get; init; }

    public string? Thinking { get; init; }

    public bool Done { get; init; }

    public string? DoneReason { get; init; }

    public int[]? Context { get; init; }

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

internal sealed record DebugInfo(string RenderedTemplate);
