using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.OpenAi;

namespace LlmMcp.Worker.Tests.OpenAi;

public class OpenAiBodyTests
{
    private static readonly OpenAiTarget Compat = new() { Provider = "compat", Endpoint = new Uri("http://node/v1") };

    private static readonly OpenAiTarget OpenRouter = Compat with
    {
        Provider = "openrouter", Endpoint = new Uri("https://openrouter.ai/api/v1"), DefaultModel = "def", DefaultTemperature = 0.3, DefaultMaxTokens = 256,
    };

    private static readonly OpenAiTarget OpenAi = OpenRouter with { Provider = "openai", Endpoint = new Uri("https://api.openai.com/v1"), DefaultTemperature = 0.2 };

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}],"tools":[{"x":1}],"response_format":{"type":"json_object"},"min_p":0.1,"seed":3}""",
        """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}],"tools":[{"x":1}],"response_format":{"type":"json_object"},"min_p":0.1,"seed":3}""")]
    [InlineData("""{"prompt":"hi","system":"s","_price_in_1m":1,"device_id":"d","thinking":true,"options":{"num_ctx":1},"max_tokens":5,"provider":"compat"}""",
        """{"max_tokens":5,"messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"prompt":"hi","images":["QUJD"]}""",
        """{"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}]}""")]
    public void A_compatible_node_gets_the_payload_as_given(string payload, string expected) => AssertJson(expected, Chat(payload, Compat));

    [Fact]
    public void Defaults_fill_only_what_is_missing()
    {
        AssertJson("""{"model":"def","messages":[],"temperature":0.3,"max_tokens":256}""", Chat("{}", OpenRouter));
        AssertJson("""{"model":"def","temperature":0,"max_tokens":9,"messages":[]}""", Chat("""{"temperature":0,"max_tokens":9}""", OpenRouter));
        AssertJson("""{"model":"def","max_completion_tokens":9,"messages":[],"temperature":0.3}""", Chat("""{"max_completion_tokens":9}""", OpenRouter));
    }

    [Fact]
    public void OpenAi_itself_gets_the_new_name_of_the_limit_and_no_default_temperature_for_reasoning_models()
    {
        AssertJson("""{"model":"def","messages":[],"temperature":0.2,"max_completion_tokens":256}""", Chat("{}", OpenAi));
        AssertJson("""{"model":"o3-mini","messages":[],"max_completion_tokens":40}""", Chat("""{"model":"o3-mini","max_tokens":40}""", OpenAi));
        AssertJson("""{"model":"openai/gpt-5","messages":[],"max_tokens":256}""", Chat("""{"model":"openai/gpt-5"}""", OpenRouter));
    }

    [Fact]
    public void Provider_preferences_of_OpenRouter_go_through() =>
        Assert.Equal("""{"order":["a"]}""", Chat("""{"provider":{"order":["a"]}}""", OpenRouter)["provider"]!.ToJsonString());

    [Theory]
    [InlineData("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/", "https://api.openai.com/v1")]
    [InlineData("https://api.openai.com", "https://api.openai.com/v1")]
    [InlineData("https://openrouter.ai/api/v1/chat/completions", "https://openrouter.ai/api/v1")]
    [InlineData("https://openrouter.ai", "https://openrouter.ai/api/v1")]
    [InlineData("http://mlx:11435", "http://mlx:11435/v1")]
    [InlineData("http://[fd7a::1]:8080/v1/embeddings", "http://[fd7a::1]:8080/v1")]
    [InlineData("http://gateway/llm", "http://gateway/llm")]
    public void Both_forms_of_address_are_understood(string url, string endpoint) => Assert.Equal(new Uri(endpoint), OpenAiEndpoint.Parse(url));

    private static JsonObject Chat(string payload, OpenAiTarget target) => OpenAiBody.Chat(JobPayload.Parse(Encoding.UTF8.GetBytes(payload)), target);

    private static void AssertJson(string expected, JsonObject actual) => Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual.ToJsonString());
}
