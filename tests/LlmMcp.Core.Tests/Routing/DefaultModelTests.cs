using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class DefaultModelTests
{
    [Theory]
    [InlineData("big:70b,llama3.2:3b", "", "llama3.2:3b")]
    [InlineData("big:70b,other:4b,small:1b", "", "other:4b")]
    [InlineData("big:70b,other:4b", "big:70b", "big:70b")]
    [InlineData("mystery,big:70b", "", "big:70b")]
    [InlineData("nomic-embed-text", "", "llama3.2:3b")]
    [InlineData("", "", "llama3.2:3b")]
    public void A_request_without_a_model_gets_the_default_or_the_nearest_to_it(string models, string loaded, string expected)
    {
        var fleet = TestFleet.Of(TestFleet.Ollama("a", Split(models)).WithLoaded(Split(loaded)), TestFleet.Ollama("b", "llama3.2:3b").Offline());

        var (model, reason) = DefaultModel.Choose("ollama", embedding: false, fleet.Placements, Requests.Defaults);

        Assert.Equal(expected, model);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama3.2:3b,mxbai-embed-large", "mxbai-embed-large:latest")]
    [InlineData("llama3.2:3b,mxbai-embed-large,nomic-embed-text", "nomic-embed-text")]
    [InlineData("llama3.2:3b", "nomic-embed-text")]
    public void An_embedding_gets_an_embedding_model(string models, string expected) =>
        Assert.Equal(expected, DefaultModel.Choose("ollama", embedding: true, TestFleet.Of(TestFleet.Ollama("a", Split(models))).Placements, Requests.Defaults).Model);

    [Fact]
    public void A_compatible_node_has_no_configured_default()
    {
        Assert.Equal("own-8b", DefaultModel.Choose("compat", embedding: false, TestFleet.Of(TestFleet.Compat("a", "own-8b", "an-embedder")).Placements, Requests.Defaults).Model);
        Assert.Equal("", DefaultModel.Choose("compat", embedding: false, FleetSnapshot.Empty.Placements, Requests.Defaults).Model);
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
