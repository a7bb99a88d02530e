using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class PayloadBlockTests
{
    private static readonly FleetSnapshot Home = TestFleet.Of(
        TestFleet.Ollama("pi5", "llama3.2:3b", "nomic-embed-text") with { HostHeader = "pi5.tailnet.ts.net" },
        TestFleet.Ollama("[fd7a::1]", "llama3.2:3b") with { Id = "v6" },
        TestFleet.Compat("mac", "own-8b"),
        TestFleet.Cloud(Providers.OpenAi));

    [Theory]
    [InlineData("echo", "{}", "echo")]
    [InlineData("echo", """{"model":5,"_x":1,"ollama_addr":"evil"}""", "echo")]
    [InlineData("my.kind|odd", "[1]", "my.kind%7Codd")]
    [InlineData("ollama.generate", """{"model":"llama3.2:3b"}""", "ollama.generate|llama3.2:3b|")]
    [InlineData("ollama.embed", """{"model":"nomic-embed-text"}""", "ollama.embed|nomic-embed-text:latest|")]
    [InlineData("ollama.generate", """{"prompt":"x"}""", "ollama.generate|llama3.2:3b|")]
    [InlineData("ollama.embed", """{"model":null}""", "ollama.embed|nomic-embed-text:latest|")]
    [InlineData("ollama.generate", """{"model":"m:1b","device_id":"pi5"}""", "ollama.generate|m:1b|pi5")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"pi5:11434"}""", "ollama.generate|m:1b|pi5")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"PI5"}""", "ollama.generate|m:1b|pi5")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_base_url":"http://pi5:11434/"}""", "ollama.generate|m:1b|pi5")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"fd7a::1"}""", "ollama.generate|m:1b|v6")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"[fd7a::1]:11434","device_id":""}""", "ollama.generate|m:1b|v6")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"localhost:11434"}""", "ollama.generate|m:1b|")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_addr":"pi5","ollama_host":"pi5.tailnet.ts.net"}""", "ollama.generate|m:1b|pi5")]
    [InlineData("ollama.generate", """{"model":"m:1b","ollama_host":"pi5:11434"}""", "ollama.generate|m:1b|")]
    [InlineData("benchmark.ollama.generate", """{"model":"m:1b","device_id":"pi5"}""", "benchmark.ollama.generate|m:1b|pi5")]
    [InlineData("compat.chat", """{"messages":[]}""", "compat.chat|own-8b|")]
    [InlineData("compat.chat", """{"model":"own-8b","device_id":"mac"}""", "compat.chat|own-8b|mac")]
    [InlineData("openai.chat", """{"messages":[]}""", "openai.chat")]
    [InlineData("openai.chat", """{"model":"gpt-4o-mini","ollama_addr":"not read here"}""", "openai.chat|gpt-4o-mini|")]
    [InlineData("openrouter.chat", """{"model":"google/gemini-2.5-flash"}""", "openrouter.chat|google/gemini-2.5-flash|")]
    public void A_payload_says_where_it_may_run(string kind, string payload, string block)
    {
        var placed = Of(kind, payload);

        Assert.Null(placed.Error);
        Assert.Equal(block, placed.Block);
    }

    [Theory]
    [InlineData("""{"ollama_addr":"169.254.169.254"}""", "unknown_address", "payload.ollama_addr")]
    [InlineData("""{"ollama_addr":"pi5:11435"}""", "unknown_address", "payload.ollama_addr")]
    [InlineData("""{"ollama_addr":"127.0.0.1:22"}""", "unknown_address", "payload.ollama_addr")]
    [InlineData("""{"ollama_addr":"mac:8000"}""", "unknown_address", "payload.ollama_addr")]
    [InlineData("""{"ollama_base_url":"http://pi5@evil:11434"}""", "unknown_address", "payload.ollama_base_url")]
    [InlineData("""{"ollama_base_url":"http://evil/","ollama_addr":"pi5"}""", "unknown_address", "payload.ollama_base_url")]
    [InlineData("""{"ollama_base_url":"http://pi5:11434","ollama_addr":"evil"}""", "unknown_address", "payload.ollama_addr")]
    [InlineData("""{"ollama_base_url":"file:///etc/passwd"}""", "unknown_address", "payload.ollama_base_url")]
    [InlineData("""{"ollama_addr":"pi5","ollama_host":"internal.example"}""", "unknown_address", "payload.ollama_host")]
    [InlineData("""{"device_id":"nobody"}""", "device_not_found", "payload.device_id")]
    [InlineData("""{"device_id":"mac"}""", "device_not_found", "payload.device_id")]
    [InlineData("""{"model":7}""", "invalid_payload", "payload.model")]
    [InlineData("""{"ollama_addr":["pi5"]}""", "invalid_payload", "payload.ollama_addr")]
    [InlineData("[]", "invalid_payload", "payload")]
    [InlineData("null", "invalid_payload", "payload")]
    public void An_address_that_is_no_known_device_is_refused(string payload, string code, string field)
    {
        var placed = Of("ollama.generate", payload);

        Assert.Equal((400, code, field), (placed.Error!.Status, placed.Error.Code, placed.Error.Field));
    }

    [Theory]
    [InlineData("""{"_price_in_1m":0,"model":"m:1b","a":{"_kept":1},"_tier":"x","prompt":"Привет"}""", """{"model":"m:1b","a":{"_kept":1},"prompt":"Привет"}""")]
    [InlineData("""{"\u005fprice":0,"model":"m:1b"}""", """{"model":"m:1b"}""")]
    [InlineData("""{"prompt":"x"}""", """{"model":"llama3.2:3b","prompt":"x"}""")]
    [InlineData("""{"model":" ","prompt":"x","_y":1}""", """{"model":"llama3.2:3b","prompt":"x"}""")]
    [InlineData("""{ "model":"m:1b", "n":1.50 }""", """{ "model":"m:1b", "n":1.50 }""")]
    public void Reserved_keys_are_dropped_the_model_is_written_down_the_rest_is_kept(string payload, string stored) =>
        Assert.Equal(stored, Encoding.UTF8.GetString(Of("ollama.generate", payload).Payload.Span));

    [Fact]
    public void A_kind_without_a_model_keeps_its_very_bytes()
    {
        ReadOnlyMemory<byte> payload = Encoding.UTF8.GetBytes("this is not even JSON");

        Assert.True(PayloadBlock.Of("echo", payload, Home, Requests.Defaults).Payload.Equals(payload));
    }

    private static PlacedPayload Of(string kind, string payload) => PayloadBlock.Of(kind, Encoding.UTF8.GetBytes(payload), Home, Requests.Defaults);
}
