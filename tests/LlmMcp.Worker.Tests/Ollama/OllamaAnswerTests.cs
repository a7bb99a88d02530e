using System.Text.Json.Nodes;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Ollama;

public class OllamaAnswerTests
{
    /// <summary>What differs between two runs of the same request, streamed or not.</summary>
    private static readonly string[] Volatile =
        ["created_at", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration", "prompt_eval_count"];

    [Theory]
    [InlineData("generate-stream.ndjson", "generate-nonstream.json", false)]
    [InlineData("chat-stream.ndjson", "chat-nonstream.json", true)]
    [InlineData("chat-think-stream.ndjson", "chat-think-nonstream.json", true)]
    [InlineData("chat-tools-stream.ndjson", "chat-tools-nonstream.json", true)]
    public void Joined_chunks_equal_the_answer_that_was_not_streamed(string streamed, string whole, bool chat)
    {
        var answer = new OllamaAnswer(chat ? OllamaRoute.Chat : OllamaRoute.Generate);
        foreach (var chunk in Sample.Lines(streamed))
        {
            Assert.False(answer.IsComplete);
            answer.Add(chunk);
        }

        Assert.True(answer.IsComplete);
        Assert.Equal(Stable(Sample.Json(whole)).ToJsonString(), Stable(answer.Join()).ToJsonString());
    }

    [Fact]
    public void Thinking_of_generate_is_joined_too()
    {
        var answer = new OllamaAnswer(OllamaRoute.Generate);
        foreach (var chunk in Sample.Lines("generate-think-stream.ndjson"))
        {
            answer.Add(chunk);
        }

        var joined = answer.Join();
        Assert.Equal("The answer is 42.", (string?)joined["response"]);
        Assert.Equal("Let me think..", (string?)joined["thinking"]);
    }

    private static JsonObject Stable(JsonObject answer)
    {
        foreach (var key in Volatile)
        {
            answer.Remove(key);
        }

        foreach (var call in answer["message"]?["tool_calls"] as JsonArray ?? [])
        {
            ((JsonObject)call!).Remove("id");
        }

        return answer;
    }
}
