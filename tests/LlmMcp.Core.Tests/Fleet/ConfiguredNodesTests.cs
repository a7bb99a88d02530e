using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class ConfiguredNodesTests
{
    [Theory]
    [InlineData("pi5", "extra:pi5", "http://pi5:11434/")]
    [InlineData("pi5:11435", "extra:pi5:11435", "http://pi5:11435/")]
    [InlineData("http://pi5:11435/", "extra:pi5:11435", "http://pi5:11435/")]
    [InlineData("https://ollama.example.org/team", "extra:ollama.example.org:443", "https://ollama.example.org/team")]
    [InlineData("10.0.0.5", "extra:10.0.0.5", "http://10.0.0.5:11434/")]
    [InlineData("[fd7a::1]:11436", "extra:[fd7a::1]:11436", "http://[fd7a::1]:11436/")]
    [InlineData("fd7a::1", "extra:[fd7a::1]", "http://[fd7a::1]:11434/")]
    [InlineData("attic=10.0.0.5:11435", "extra:attic", "http://10.0.0.5:11435/")]
    [InlineData("localhost:11436", "extra:hub:11436", "http://localhost:11436/")]
    public void An_entry_becomes_a_node(string entry, string id, string url)
    {
        var node = Assert.Single(From(new FleetOptions { OllamaBaseUrl = "", OllamaExtraEndpoints = entry }).Nodes);

        Assert.Equal(id, node.Id);
        Assert.Equal(url, node.BaseUrl.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://pi5")]
    [InlineData("http://user:secret@pi5:11434")]
    [InlineData("http://pi5:11434/?token=secret")]
    [InlineData("pi5:99999")]
    [InlineData("http://")]
    public void A_bad_entry_is_named_without_its_text_and_the_others_hold(string entry)
    {
        var nodes = From(new FleetOptions { OllamaBaseUrl = "", OllamaExtraEndpoints = $"pi4,{entry},pi5" });

        Assert.Equal(["extra:pi4", "extra:pi5"], nodes.Nodes.Select(static node => node.Id));
        var mistake = Assert.Single(nodes.Mistakes);
        Assert.Contains("OLLAMA_EXTRA_ENDPOINTS", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_nodes_of_one_name_are_the_mistake_of_the_second_one()
    {
        var nodes = From(new FleetOptions { OllamaBaseUrl = "", OllamaExtraEndpoints = "gpu=10.0.0.5:11434,gpu=10.0.0.5:11435,pi5" });

        Assert.Equal(["extra:gpu", "extra:pi5"], nodes.Nodes.Select(static node => node.Id));
        Assert.Equal("http://10.0.0.5:11434/", nodes.Nodes[0].BaseUrl.AbsoluteUri);
        Assert.Contains("entry 2 would have the id of another node, extra:gpu", Assert.Single(nodes.Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_no_database_column_takes_is_the_mistake_of_its_entry()
    {
        var fits = new string('a', 300 - "extra:".Length);
        var nodes = From(new FleetOptions { OllamaBaseUrl = "", OllamaExtraEndpoints = $"{fits}=10.0.0.4,{fits}b=10.0.0.5,bad\0name=10.0.0.6,pi5" });

        Assert.Equal([$"extra:{fits}", "extra:pi5"], nodes.Nodes.Select(static node => node.Id));
        Assert.Collection(
            nodes.Mistakes,
            static mistake => Assert.Contains("entry 2 has a name that is too long", mistake, StringComparison.Ordinal),
            static mistake => Assert.Contains("entry 3 has a name with unprintable characters", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_named_twice_is_one_node()
    {
        var nodes = From(new FleetOptions
        {
            OllamaBaseUrl = "http://127.0.0.1:11434",
            OllamaExtraEndpoints = "localhost,[::1]:11434,PI5:11434,pi5",
            CompatEndpoints = "http://127.0.0.1:11434/v1,http://pi5:8000/v1",
        });

        Assert.Equal(["ollama:hub", "extra:pi5", "compat:pi5:8000"], nodes.Nodes.Select(static node => node.Id));
        Assert.Equal("http://pi5:8000/", nodes.Nodes[2].BaseUrl.AbsoluteUri);
    }

    [Fact]
    public void Simulated_nodes_say_so_and_settings_name_their_origin()
    {
        var nodes = From(new FleetOptions { SimulatedEndpoints = "attic=http://127.0.0.1:40001", MlxApiUrl = "http://mac:11435/v1" });

        Assert.Equal([("sim:attic", true, "Fleet:SimulatedEndpoints"), ("ollama:hub", false, "OLLAMA_BASE_URL"), ("mlx:mac:11435", false, "MLX_API_URL")],
            nodes.Nodes.Select(static node => (node.Id, node.Simulated, node.Origin)));
    }

    private static ConfiguredNodes From(FleetOptions options) => ConfiguredNodes.From(options, "Hub");
}
