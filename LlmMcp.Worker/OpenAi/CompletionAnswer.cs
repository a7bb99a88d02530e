using System.Text.Json.Nodes;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Joins <c>chat.completion.chunk</c> objects to the <c>chat.completion</c> the same request would have given without
/// streaming: texts are joined, tool calls merged by index, lists appended, of everything else the last word counts.
/// </summary>
internal sealed class CompletionAnswer
{
    private readonly JsonObject _answer = [];
    private readonly SortedDictionary<long, CompletionChoice> _choices = [];

    /// <summary>True once a choice has said why it ended; some servers send no <c>[DONE]</c> after that.</summary>
    public bool IsFinished => _choices.Values.Any(choice => choice.IsFinished);

    public void Add(JsonObject chunk)
    {
        foreach (var (key, value) in chunk)
        {
            if (value is not null && key != "choices")
            {
                _answer[key] = value.DeepClone();
            }
        }

        foreach (var choice in (chunk["choices"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var index = AnswerJson.Number(choice["index"]) ?? 0;
            if (!_choices.TryGetValue(index, out var joined))
            {
                _choices[index] = joined = new CompletionChoice(index);
            }

            joined.Add(choice);
        }
    }

    /// <summary>The joined document.</summary>
    public JsonObject Join()
    {
        _answer["object"] = "chat.completion";
        _answer["choices"] = new JsonArray([.. _choices.Values.Select(choice => choice.Join())]);
        return _answer;
    }
}
