using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class FixedBlockTests
{
    private static readonly FleetSnapshot Fleet = TestFleet.Of(
        TestFleet.Ollama("a", "llama3.2:3b"),
        TestFleet.Ollama("b", "llama3.2:3b", "nomic-embed-text").WithLoaded("llama3.2:3b"),
        TestFleet.Ollama("c", "llama3.2:3b", "only-there:1b").Offline(),
        TestFleet.Compat("d", "llama3.2:3b"),
        TestFleet.Cloud(Providers.OpenAi));

    [Theory]
    [InlineData("ollama.generate", "llama3.2:3b", "", "b,a")]
    [InlineData("ollama.generate", "LLAMA3.2:3B", "", "b,a")]
    [InlineData("ollama.embed", "nomic-embed-text", "", "b")]
    [InlineData("ollama.chat", "llama3.2:3b", "a", "a")]
    [InlineData("ollama.chat", "llama3.2:3b", "c", "")]
    [InlineData("ollama.chat", "only-there:1b", "", "")]
    [InlineData("ollama.chat", "nobody-has-this", "", "a,b")]
    [InlineData("ollama.chat", "", "", "a,b")]
    [InlineData("compat.chat", "llama3.2:3b", "", "d")]
    [InlineData("openai.chat", "gpt-4o-mini", "", "cloud:openai")]
    [InlineData("openai.chat", "", "", "cloud:openai")]
    [InlineData("openrouter.chat", "x/y", "", "")]
    [InlineData("echo", "", "", "")]
    [InlineData("my.kind", "", "", "")]
    public void A_block_runs_on_online_devices_of_its_provider_that_have_the_model(string kind, string model, string device, string expected) =>
        Assert.Equal(expected, string.Join(',', Router.Candidates(new WorkBlock(kind, model, device), Fleet, Requests.View()).Select(static candidate => candidate.DeviceId)));

    [Fact]
    public void A_candidate_names_the_model_as_the_node_spells_it_whatever_the_job_says()
    {
        // The claim looks the model's row up by this name, and what was measured is kept under it.
        var candidates = Router.Candidates(new WorkBlock(JobKinds.OllamaGenerate, "LLAMA3.2:3B"), Fleet, Requests.View());

        Assert.All(candidates, static candidate => Assert.Equal("llama3.2:3b", candidate.Model));
    }
}
