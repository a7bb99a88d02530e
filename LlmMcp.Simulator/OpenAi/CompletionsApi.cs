using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.OpenAi;

/// <summary>A prompt in OpenAI's older words.</summary>
internal static class CompletionsApi
{
    public static void MapCompletions(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/completions", CompleteAsync);

    private static async Task CompleteAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var node = context.Node();
        var request = new GoObject(body.RootElement, "CompletionRequest");
        var name = request.Text("model");
        var model = node.Installed(name);
        if (!model.Can(ModelCapabilities.Completion))
        {
            throw Refusal.BadRequest($"\"{name}\" does not support generate");
        }

        var prompt = request.Text("prompt");
        var answer = new AnswerRequest
        {
            Model = model,
            Rendered = RenderedPrompt.Of(model, null, prompt, request.TextOrNull("suffix")),
            Question = prompt,
            Settings = OpenAiAsk.Settings(request, "max_tokens"),
        };
        var id = new CompletionId($"cmpl-{Random.Shared.Next(1000)}", node.Time.GetUtcNow().ToUnixTimeSeconds(), name);
        var usage = request.Map("stream_options") is { } options && options.TryGetProperty("include_usage", out var include) && include.ValueKind is JsonValueKind.True;
        using var run = await AnswerRun.StartAsync(node, answer, context.RequestAborted);
        await (request.Flag("stream") is true ? StreamAsync(context, id, run, usage) : WholeAsync(context, id, run));
    }

    private static async Task StreamAsync(HttpContext context, CompletionId id, AnswerRun run, bool usage)
    {
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            await Replies.EventAsync(context, Chunk(id, (piece as AnswerPiece.Content)?.Text ?? "", null));
        }

        await Replies.EventAsync(context, Chunk(id, "", run.DoneReason));
        if (usage)
        {
            await Replies.EventAsync(context, Chunk(id, "", null) with { Choices = [], Usage = OpenAiUsage.Of(run.Timings) });
        }

        await Replies.DoneAsync(context);
    }

    private static async Task WholeAsync(HttpContext context, CompletionId id, AnswerRun run)
    {
        var text = new StringBuilder();
        await foreach (var piece in run.PiecesAsync(context.RequestAborted))
        {
            text.Append((piece as AnswerPiece.Content)?.Text);
        }

        var choice = new TextChoice(text.ToString(), 0, run.DoneReason);
        await Replies.JsonAsync(
            context,
            new TextCompletion(id.Id, "text_completion", id.Created, id.Model, Completion.Fingerprint, [choice], OpenAiUsage.Of(run.Timings)),
            Replies.Json);
    }

    private static TextChunk Chunk(CompletionId id, string text, string? finishReason) =>
        new(id.Id, "text_completion", id.Created, [new TextChoice(text, 0, finishReason)], id.Model, Completion.Fingerprint);
}

internal sealed record TextCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, TextChoice[] Choices, OpenAiUsage Usage);

internal sealed record TextChunk(
    string Id, string Object, long Created, TextChoice[] Choices, string Model, string SystemFingerprint, OpenAiUsage? Usage = null);

internal sealed record TextChoice(string Text, int Index, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);
