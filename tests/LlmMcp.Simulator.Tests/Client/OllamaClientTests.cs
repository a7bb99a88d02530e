using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests.Client;

/// <summary>The official JavaScript client is content with a simulated node.</summary>
public sealed class OllamaClientTests
{
    private static readonly string Folder = RepositoryFolder.Below("tests/LlmMcp.Simulator.Tests/Client");

    [Fact]
    public async Task Client_lists_shows_generates_chats_embeds_and_pulls()
    {
        await using var fleet = await SimulatedFleet.StartAsync(FleetOptions.OneNode("llama3.2:1b", "qwen3:1.7b", "nomic-embed-text") with { Label = "[simulated] " });

        var seen = await RunAsync("conversation.mjs", fleet.Nodes[0]);

        Assert.Equal(["llama3.2:1b", "nomic-embed-text:latest", "qwen3:1.7b"], Strings(seen.GetProperty("list")));
        Assert.Equal("""{"capabilities":["completion","tools","thinking"],"architecture":"qwen3","context":40960,"size":"2.0B","quantization":"Q4_K_M"}""", seen.GetProperty("show").GetRawText());
        Assert.Equal("llama3.2:1b", Text(seen, "ps", "name"));

        Assert.StartsWith("[simulated] ", Text(seen, "generate", "text"), StringComparison.Ordinal);
        Assert.Contains("leaves", Text(seen, "generate", "text"), StringComparison.Ordinal);
        Assert.EndsWith("ends here.", Text(seen, "generate", "text"), StringComparison.Ordinal);
        Assert.Equal("stop", Text(seen, "generate", "reason"));
        Assert.Equal(Text(seen, "generate", "text"), seen.GetProperty("again").GetString());

        Assert.True(seen.GetProperty("chat").GetProperty("chunks").GetInt32() > 20);
        Assert.Contains("tides", Text(seen, "chat", "text"), StringComparison.Ordinal);
        Assert.Equal(["thinking", "text", "done"], Strings(seen.GetProperty("think").GetProperty("order")));
        Assert.StartsWith("[simulated] ", Text(seen, "think", "text"), StringComparison.Ordinal);

        Assert.Equal("""{"index":0,"name":"get_weather","arguments":{"city":"Lisbon"}}""", seen.GetProperty("call").GetRawText());
        Assert.Contains("19 degrees and cloudy", seen.GetProperty("told").GetString(), StringComparison.Ordinal);
        Assert.True(seen.GetProperty("structured").GetProperty("population").GetInt64() >= 1000);
    }

    [Fact]
    public async Task Client_manages_models_and_embeds()
    {
        await using var fleet = await SimulatedFleet.StartAsync(FleetOptions.OneNode("llama3.2:1b", "qwen3:1.7b", "nomic-embed-text"));

        var seen = await RunAsync("conversation.mjs", fleet.Nodes[0]);

        var embed = seen.GetProperty("embed");
        Assert.Equal(768, embed.GetProperty("dimensions").GetInt32());
        Assert.Equal(1, embed.GetProperty("length").GetDouble(), 5);
        Assert.Equal(1, embed.GetProperty("same").GetDouble(), 5);
        Assert.InRange(embed.GetProperty("other").GetDouble(), -0.3, 0.3);
        Assert.InRange(seen.GetProperty("raw").EnumerateArray().Sum(value => Math.Pow(value.GetDouble(), 2)), 10, 1000);

        var statuses = Strings(seen.GetProperty("pull").GetProperty("statuses"));
        Assert.Equal("pulling manifest", statuses[0]);
        Assert.Equal(["verifying sha256 digest", "writing manifest", "success"], statuses[^3..]);
        Assert.True(seen.GetProperty("pulled").GetBoolean());
        Assert.Equal("You are a pirate.", seen.GetProperty("created").GetString());
        Assert.Equal(["llama3.2:1b", "mine:latest", "nomic-embed-text:latest", "pirate:latest", "qwen3:1.7b"], Strings(seen.GetProperty("after")));

        Assert.Equal("""{"name":"ResponseError","status":404,"message":"model 'nope' not found"}""", seen.GetProperty("unknown").GetRawText());
        Assert.Equal(400, seen.GetProperty("unable").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Abort_of_the_client_frees_its_slot_at_once()
    {
        var slow = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(5, double.PositiveInfinity) };
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions
        {
            Nodes = [new SimulatedNodeOptions { Name = "slow", Models = [ModelCatalog.Get("llama3.2:1b") with { Script = new AnswerScript("one more ", Endless: true) }], Paces = slow }],
        });
        var node = fleet.Nodes[0];

        var aborting = RunAsync("abort.mjs", node);
        await node.WaitUntilAsync(snapshot => snapshot.Running == 1).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        var after = await node.WaitUntilAsync(snapshot => snapshot is { Running: 0, Aborted: 1 }).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);

        var seen = await aborting;
        Assert.Equal("AbortError", seen.GetProperty("error").GetString());
        Assert.InRange(seen.GetProperty("chunks").GetInt32(), 3, 10);
        Assert.InRange(after.TokensWritten, 3, 20);
        Assert.Equal(0, after.Served);
    }

    [Fact]
    public async Task Broken_stream_reaches_the_client_as_an_error_after_the_first_chunks()
    {
        await using var fleet = await SimulatedFleet.StartAsync(FleetOptions.OneNode("llama3.2:1b"));
        await fleet.Nodes[0].BreakAsync(new Fault { Kind = FaultKind.Break, AfterChunks = 2, Next = 1 });

        var seen = await RunAsync("broken.mjs", fleet.Nodes[0]);

        Assert.Equal("""{"chunks":2,"message":"an error was encountered while running the model: unexpected EOF"}""", seen.GetRawText());
        Assert.Equal(1, fleet.Nodes[0].Snapshot().Failed);
    }

    private static async Task<JsonElement> RunAsync(string script, SimulatedNode node)
    {
        await NpmPackages.EnsureAsync(Folder);
        var result = await NodeScript.RunAsync(Path.Combine(Folder, script), new NodeOptions { Arguments = [node.BaseUrl.ToString().TrimEnd('/')] });
        using var seen = JsonDocument.Parse(result.EnsureSuccess().Output);
        return seen.RootElement.Clone();
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static string Text(JsonElement seen, string part, string name) => seen.GetProperty(part) switch
    {
        { ValueKind: JsonValueKind.Array } list => list[0].GetProperty(name).GetString()!,
        var one => one.GetProperty(name).GetString()!,
    };
}
