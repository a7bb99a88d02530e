using System.Text;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Loading;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Loading;

public sealed class LoadJobTests
{
    private static readonly FleetSnapshot Home = TestFleet.Of(
        TestFleet.Ollama("pi5", "llama3.2:3b", "nomic-embed-text"),
        TestFleet.Ollama("off", "llama3.2:3b").Offline(),
        TestFleet.Ollama("sick", "llama3.2:3b").WithCircuit(CircuitState.Open),
        TestFleet.Compat("vllm", "m"));

    [Theory]
    [InlineData("""{"model":"LLAMA3.2:3b"}""", false, "ollama.generate", """{"model":"llama3.2:3b","device_id":"pi5","keep_alive":-1}""")]
    [InlineData("""{"model":"llama3.2:3b","keep_alive":"1h30m"}""", false, "ollama.generate", """{"model":"llama3.2:3b","device_id":"pi5","keep_alive":"1h30m"}""")]
    [InlineData("""{"model":"llama3.2:3b","keep_alive":600}""", false, "ollama.generate", """{"model":"llama3.2:3b","device_id":"pi5","keep_alive":600}""")]
    [InlineData("""{"model":"llama3.2:3b"}""", true, "ollama.generate", """{"model":"llama3.2:3b","device_id":"pi5","keep_alive":0}""")]
    [InlineData("""{"model":"nomic-embed-text"}""", false, "ollama.embed", """{"model":"nomic-embed-text:latest","device_id":"pi5","keep_alive":-1,"input":[]}""")]
    public void It_is_a_call_without_a_prompt_on_that_device(string body, bool unload, string kind, string payload)
    {
        var (job, made, _, error) = LoadJob.Of(Parse(body), "pi5", unload, Home);

        Assert.Null(error);
        Assert.Equal((kind, "fleet"), (job!.Kind, job.Source));
        Assert.True(job.Priority > 0);
        Assert.Equal(payload, Encoding.UTF8.GetString(made));
    }

    [Theory]
    [InlineData("nobody", """{"model":"llama3.2:3b"}""", false, 404, "device_not_found")]
    [InlineData("vllm", """{"model":"m"}""", false, 409, "load_not_supported")]
    [InlineData("pi5", "{}", false, 400, "model_required")]
    [InlineData("pi5", """{"model":"qwen3:8b"}""", false, 404, "model_not_found")]
    [InlineData("off", """{"model":"llama3.2:3b"}""", true, 409, "device_offline")]
    [InlineData("sick", """{"model":"llama3.2:3b"}""", false, 409, "device_circuit_open")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":0}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":"0s"}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":"-0h0.0m"}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":"300"}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":1.5}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":true}""", false, 400, "invalid_keep_alive")]
    [InlineData("pi5", """{"model":"llama3.2:3b","keep_alive":"10m"}""", true, 400, "invalid_keep_alive")]
    public void What_cannot_be_done_now_is_refused_with_the_reason(string device, string body, bool unload, int status, string code)
    {
        var (job, _, _, error) = LoadJob.Of(Parse(body), device, unload, Home);

        Assert.Null(job);
        Assert.Equal((status, code), (error!.Status, error.Code));
    }

    private static LoadRequest Parse(string json) => JsonBody.Parse<LoadRequest>(Encoding.UTF8.GetBytes(json)).Value!;
}
