using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Generation;

/// <summary>Writes the whole answer to a request. The same request and draw give the same answer.</summary>
internal static class AnswerWriter
{
    private const int OpenEndedContexts = 10;

    /// <summary>
    /// What the draw depends on: with a seed, or at temperature 0, on model, prompt and seed alone; otherwise also on
    /// <paramref name="otherwise"/>, which the node changes from request to request.
    /// </summary>
    public static SeededRandom Draw(AnswerRequest request, string otherwise)
    {
        var seed = request.Settings.Seed?.ToString() ?? (request.Settings.Temperature == 0 ? "cold" : otherwise);
        return SeededRandom.Of(request.Model.Spec.Name, request.Rendered, seed);
    }

    public static Answer Write(AnswerRequest request, SeededRandom draw, string label, int contextLength)
    {
        var limit = request.Settings.MaxTokens is > 0 and var asked ? asked : OpenEndedContexts * contextLength;
        var thinking = request.Think ? Tokens.Split(Thought(request, draw)) : [];
        if (thinking.Count >= limit)
        {
            return new Answer(thinking[..limit], [], null, 0, "length");
        }

        limit -= thinking.Count;
        if (request.Tools.Count > 0 && request.ToolResult is null && ToolChoice.Pick(request.Tools, request.Question, draw) is { } call)
        {
            return new Answer(thinking, [], call, Math.Min(limit, Tokens.Count(call.Name) + Tokens.Count(call.Arguments.ToJsonString(WireFormat.Json))), "stop");
        }

        var script = request.Model.Spec.Script;
        var text = script is { Endless: true } && request.Format is null ? label + Repeat(script.Text, limit) : Text(request, draw, label);
        var kept = StopSequences.Cut(text, request.Settings.Stops);
        var content = Tokens.Split(kept);
        var tooLong = content.Count > limit || (script is { Endless: true } && kept.Length == text.Length);
        return new Answer(thinking, content.Count > limit ? content[..limit] : content, null, 0, tooLong ? "length" : "stop");
    }

    private static string Thought(AnswerRequest request, SeededRandom draw) =>
        request.Model.Spec.Script is { } script ? script.Thinking ?? "" : Prose.Thought(request.Question, draw);

    private static string Text(AnswerRequest request, SeededRandom draw, string label) => request switch
    {
        { Format: { } format } => Json(request, format, draw, label),
        { Model.Spec.Script: { } script } => label + script.Text,
        { ToolResult: { } result } => label + Prose.AfterTool(request.Model.Name.Display, result.Name, result.Content, draw),
        _ => label + Prose.Answer(request.Model.Name.Display, request.Question, draw),
    };

    private static string Json(AnswerRequest request, JsonElement format, SeededRandom draw, string label)
    {
        var words = TopicWords.In(request.Question);
        JsonNode? value = format.ValueKind is JsonValueKind.Object
            ? new SchemaFiller(format, words, draw, label).Fill()
            : new JsonObject { ["question"] = label + Prose.Excerpt(request.Question), ["words"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };
        return value?.ToJsonString(WireFormat.Json) ?? "null";
    }

    private static string Repeat(string text, int tokens)
    {
        // The end of one and the beginning of the next may become one token.
        var once = Math.Max(1, Tokens.Count(text + text) - Tokens.Count(text));
        return new StringBuilder().Insert(0, text, (tokens / once) + 1).ToString();
    }
}
