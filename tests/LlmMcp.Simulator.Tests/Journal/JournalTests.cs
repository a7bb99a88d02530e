using System.Net;
using System.Net.Http.Json;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Journal;

namespace LlmMcp.Simulator.Tests.Journal;

public sealed class JournalTests
{
    private const string Model = "llama3.2:1b";

    [Fact]
    public async Task Requests_are_noted_with_what_was_said_last_and_how_they_ended()
    {
        await using var fleet = await StartAsync(journalLength: 10);
        using var http = new HttpClient { BaseAddress = fleet.Nodes[0].BaseUrl };
        await http.PostAsJsonAsync("/api/generate", new { model = Model, prompt = "one", stream = false });
        await http.PostAsJsonAsync("/api/chat", new { model = Model, stream = false, messages = new[] { new { role = "system", content = "be brief" }, new { role = "user", content = "two" } } });
        await http.PostAsJsonAsync("/api/embed", new { model = "nomic-embed-text", input = new[] { "three", "four" } });
        await http.PostAsJsonAsync("/api/generate", new { model = "nobody", prompt = "five" });
        await http.GetAsync("/api/tags");
        await fleet.Nodes[0].WaitUntilAsync(static snapshot => snapshot is { Served: 3, Failed: 1 });

        Assert.Equal(
            [
                ("/api/generate", Model, "one", RequestEnd.Served),
                ("/api/chat", Model, "two", RequestEnd.Served),
                ("/api/embed", "nomic-embed-text", "three", RequestEnd.Served),
                ("/api/generate", "nobody", "five", RequestEnd.Failed),
            ],
            fleet.Nodes[0].Requests.Select(static entry => (entry.Path, entry.Model, entry.Text, entry.End!.Value)));
        Assert.All(fleet.Nodes[0].Requests, static entry => Assert.True(entry.EndedAt >= entry.ArrivedAt));
    }

    [Fact]
    public async Task A_request_that_hangs_is_open_until_its_client_goes()
    {
        await using var fleet = await StartAsync(journalLength: 10);
        var node = fleet.Nodes[0];
        await node.BreakAsync(new Fault { Kind = FaultKind.Hang });
        using var http = new HttpClient { BaseAddress = node.BaseUrl };
        using var client = new CancellationTokenSource();
        var asking = http.PostAsJsonAsync("/api/generate", new { model = Model, prompt = "anybody there" }, client.Token);
        while (node.Requests is not [{ Text: "anybody there" }])
        {
            await Task.Yield();
        }

        Assert.Null(node.Requests[0].End);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await node.WaitUntilAsync(static snapshot => snapshot.Aborted == 1);
        Assert.Equal(RequestEnd.Aborted, node.Requests[0].End);
    }

    [Fact]
    public async Task The_oldest_entries_are_forgotten_and_without_a_length_nothing_is_noted()
    {
        await using var two = await StartAsync(journalLength: 2);
        await using var none = await StartAsync(journalLength: 0);
        foreach (var fleet in new[] { two, none })
        {
            using var http = new HttpClient { BaseAddress = fleet.Nodes[0].BaseUrl };
            foreach (var prompt in new[] { "one", "two", "three" })
            {
                await http.PostAsJsonAsync("/api/generate", new { model = Model, prompt, stream = false });
            }
        }

        Assert.Equal(["two", "three"], two.Nodes[0].Requests.Select(static entry => entry.Text));
        Assert.Empty(none.Nodes[0].Requests);
    }

    [Fact]
    public async Task A_node_may_have_an_address_of_its_own()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Elsewhere 127.0.0.1 is the only loopback address there is.
            return;
        }

        var options = FleetOptions.OneNode(Model);
        await using var fleet = await SimulatedFleet.StartAsync(options with { Nodes = [options.Nodes[0] with { Address = IPAddress.Parse("127.0.0.9") }] });
        using var http = new HttpClient();

        Assert.Equal("127.0.0.9", fleet.Nodes[0].BaseUrl.Host);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(fleet.Nodes[0].BaseUrl, "/api/version"))).StatusCode);
    }

    private static Task<SimulatedFleet> StartAsync(int journalLength) =>
        SimulatedFleet.StartAsync(FleetOptions.OneNode(Model, "nomic-embed-text") with { JournalLength = journalLength });
}
