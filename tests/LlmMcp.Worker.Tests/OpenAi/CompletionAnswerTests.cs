using System.Text.Json.Nodes;
using LlmMcp.Worker.OpenAi;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.OpenAi;

public class CompletionAnswerTests
{
    [Theory]
    [InlineData("v1-chat-stream-usage.sse.txt", "v1-chat.json", true)]
    [InlineData("v1-chat-stream.sse.txt", "v1-chat.json", false)]
    [InlineData("v1-chat-tools-stream.sse.txt", "v1-chat-tools.json", false)]
    [InlineData("v1-chat-reasoning-stream.sse.txt", "v1-chat-reasoning.json", false)]
    public void Joined_chunks_equal_the_completion_that_was_not_streamed(string streamed, string whole, bool withUsage)
    {
        var answer = new CompletionAnswer();
        foreach (var chunk in Sample.Events(streamed))
        {
            answer.Add(chunk);
        }

        Assert.True(answer.IsFinished);
        var expected = Sample.Json(whole);
        if (!withUsage)
        {
            expected.Remove("usage");
        }

        Assert.Equal(Stable(expected).ToJsonString(), Stable(answer.Join()).ToJsonString());
    }

    [Fact]
    public void Arguments_and_lists_that_come_in_bits_are_joined()
    {
        var answer = new CompletionAnswer();
        string[] chunks =
        [
            """{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}},{"index":0,"function":{"arguments":":1}"}}]},"logprobs":{"content":[{"token":"p"}]}}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"reasoning_details":[{"text":"q"}]},"logprobs":{"content":[{"token":"r"}]}}]}""",
            """{"id":"c","choices":[{"index":1,"delta":{"content":"second"},"finish_reason":"stop"}]}""",
            """{"id":"c","choices":[{"index":0,"delta":{"reasoning_details":[{"text":"s"}]},"finish_reason":"tool_calls"}],"timings":{"predicted_ms":5}}""",
        ];
        foreach (var chunk in chunks)
        {
            answer.Add((JsonObject)JsonNode.Parse(chunk)!);
        }

        var joined = answer.Join();
        var first = joined["choices"]![0]!;
        Assert.Equal("""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\u0022x\u0022:1}"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]""", first["message"]!["tool_calls"]!.ToJsonString());
        Assert.Null(first["message"]!["content"]);
        Assert.Equal("""[{"text":"q"},{"text":"s"}]""", first["message"]!["reasoning_details"]!.ToJsonString());
        Assert.Equal("""{"content":[{"token":"p"},{"token":"r"}]}""", first["logprobs"]!.ToJsonString());
        Assert.Equal("tool_calls", (string?)first["finish_reason"]);
        Assert.Equal("second", (string?)joined["choices"]![1]!["message"]!["content"]);
        Assert.Equal(5, (int?)joined["timings"]!["predicted_ms"]);
    }

    private static JsonObject Stable(JsonObject completion)
    {
        var stable = new JsonObject();
        foreach (var (key, value) in completion.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key is not "id")
            {
                stable[key] = value?.DeepClone();
            }
        }

        foreach (var call in stable["choices"]![0]!["message"]!["tool_calls"] as JsonArray ?? [])
        {
            ((JsonObject)call!).Remove("id");
        }

        return stable;
    }
}
