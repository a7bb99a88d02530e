using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Ollama;

namespace LlmMcp.Worker.Tests.Ollama;

public class OllamaBodyTests
{
    [Theory]
    [InlineData("""{"prompt":"hi"}""", """{"model":"def","prompt":"hi"}""")]
    [InlineData("""{"model":" ","prompt":"hi"}""", """{"model":"def","prompt":"hi"}""")]
    [InlineData("""{"model":"m","prompt":"hi","system":"s","template":"t","raw":true,"suffix":"x","format":{"type":"object"},"keep_alive":"5m","images":["aa"],"context":[1]}""",
        """{"model":"m","prompt":"hi","suffix":"x","system":"s","template":"t","raw":true,"context":[1],"images":["aa"],"format":{"type":"object"},"keep_alive":"5m"}""")]
    [InlineData("""{"prompt":"hi","temperature":0.5,"max_tokens":9,"stop":"END","seed":1,"top_p":0.9}""",
        """{"model":"def","prompt":"hi","options":{"temperature":0.5,"num_predict":9,"stop":["END"],"seed":1,"top_p":0.9}}""")]
    [InlineData("""{"prompt":"hi","temperature":0.5,"max_tokens":9,"options":{"temperature":0,"num_ctx":99}}""",
        """{"model":"def","prompt":"hi","options":{"temperature":0,"num_ctx":99,"num_predict":9}}""")]
    [InlineData("""{"prompt":"hi","_tier":"x","device_id":"d","ollama_addr":"10.0.0.1","ollama_base_url":"http://evil","quality":"max","stream":false}""",
        """{"model":"def","prompt":"hi"}""")]
    [InlineData("""{"prompt":"hi","thinking":true}""", """{"model":"def","prompt":"hi"}""")]
    [InlineData("""{"prompt":"hi","thinking":false}""", """{"model":"def","prompt":"hi","think":false}""")]
    [InlineData("""{"prompt":"hi","thinking":false,"think":"low"}""", """{"model":"def","prompt":"hi","think":"low"}""")]
    [InlineData("""{"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"},{}]}""",
        """{"model":"def","prompt":"system: be brief\nuser: hi"}""")]
    public void Generate_passes_on_what_Ollama_knows(string payload, string expected) =>
        AssertJson(expected, OllamaBody.Generate(Payload(payload), "def"));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi","images":["aa"]}],"tools":[{"type":"function"}],"prompt":"ignored"}""",
        """{"model":"def","tools":[{"type":"function"}],"messages":[{"role":"user","content":"hi","images":["aa"]}]}""")]
    [InlineData("""{"prompt":"hi","system":"s"}""",
        """{"model":"def","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi","images":null}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"see "},{"type":"text","text":"this"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}]}""",
        """{"model":"def","messages":[{"role":"user","content":"see this","images":["QUJD"]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}}]}]}""",
        """{"model":"def","messages":[{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]}]}""")]
    public void Chat_takes_both_forms_of_messages(string payload, string expected) =>
        AssertJson(expected, OllamaBody.Chat(Payload(payload), "def"));

    [Theory]
    [InlineData("""{"options":[1]}""")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"messages":"hi"}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://10.0.0.1/secret.png"}}]}]}""")]
    public void What_cannot_be_passed_on_is_the_requests_fault(string payload) =>
        Assert.Equal(
            ErrorClass.Request,
            Assert.Throws<AttemptFailedException>(() => OllamaBody.Chat(Payload(payload), "def")).ErrorClass);

    private static JobPayload Payload(string json) => JobPayload.Parse(Encoding.UTF8.GetBytes(json));

    private static void AssertJson(string expected, JsonObject actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual.ToJsonString());
}
