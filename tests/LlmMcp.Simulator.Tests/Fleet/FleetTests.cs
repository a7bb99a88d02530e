using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Tests.Fleet;

public sealed class FleetTests
{
    [Fact]
    public async Task Hundreds_of_nodes_answer_on_ports_of_their_own_and_never_run_above_their_slots()
    {
        const int nodes = 200;
        await using var fleet = await SimulatedFleet.StartAsync(FleetOptions.Random(nodes) with { Time = new AcceleratedTime(500) });
        using var http = new HttpClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, nodes * 4).Select(async index =>
        {
            var node = fleet.Nodes[index % nodes];
            var model = node.Options.Models.FirstOrDefault(spec => spec.Capabilities.HasFlag(ModelCapabilities.Completion));
            if (model is null)
            {
                return "stop";
            }

            using var response = await http.PostAsJsonAsync(new Uri(node.BaseUrl, "/api/generate"), new { model = model.Name, prompt = "hi", stream = false, options = new { num_predict = 8 } });
            return (await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("done_reason").GetString();
        }));

        Assert.Equal(nodes, fleet.Nodes.Select(node => node.BaseUrl.Port).Distinct().Count());
        Assert.All(answers, reason => Assert.Contains(reason, new[] { "stop", "length" }));
        Assert.All(fleet.Nodes.SelectMany(node => node.Snapshot().Loaded), runner => Assert.InRange(runner.MaxRunningSeen, 0, runner.Slots));
    }

    [Fact]
    public async Task Demo_is_a_home_of_six_and_takes_other_ports_where_its_own_are_taken()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var taken = ((IPEndPoint)squatter.LocalEndpoint).Port;
        var demo = FleetOptions.Demo(firstPort: 0);
        var nodes = demo.Nodes.ToArray();
        nodes[0] = nodes[0] with { Port = taken };

        await using var fleet = await SimulatedFleet.StartAsync(demo with { Nodes = nodes });

        Assert.Equal(6, fleet.Nodes.Count);
        Assert.NotEqual(taken, fleet.Nodes[0].BaseUrl.Port);
        Assert.All(fleet.Nodes, node => Assert.True(node.IsOnline));
        Assert.Equal("[simulated] ", demo.Label);
        Assert.All(demo.Nodes, node => Assert.All(node.Models, model => Assert.True(model.SizeBytes < node.Hardware.TotalBytes)));
    }

    [Fact]
    public void Same_seed_draws_the_same_fleet()
    {
        static string[] Draw(int seed) => [.. FleetOptions.Random(30, seed).Nodes.Select(node => node.Name + string.Join(',', node.Models.Select(model => model.Name)))];

        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }

    [Fact]
    public async Task Fleet_without_nodes_or_with_one_name_twice_does_not_start()
    {
        var node = new SimulatedNodeOptions { Name = "twice" };

        await Assert.ThrowsAsync<ArgumentException>(() => SimulatedFleet.StartAsync(new FleetOptions { Nodes = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => SimulatedFleet.StartAsync(new FleetOptions { Nodes = [node, node] }));
    }

    [Fact]
    public async Task Stopping_cuts_streams_instead_of_waiting_for_them()
    {
        var endless = ModelCatalog.Get("llama3.2:1b") with { Script = new AnswerScript("on and on ", Endless: true) };
        var fleet = await SimulatedFleet.StartAsync(new FleetOptions
        {
            Nodes = [new SimulatedNodeOptions { Name = "n", Models = [endless], Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(50, double.PositiveInfinity) } }],
        });
        using var http = new HttpClient();
        var streaming = http.PostAsJsonAsync(new Uri(fleet.Nodes[0].BaseUrl, "/api/generate"), new { model = "llama3.2:1b", prompt = "x" });
        await fleet.Nodes[0].WaitUntilAsync(node => node.Running == 1).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        await fleet.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(4), TimeProvider.System);

        await Assert.ThrowsAsync<HttpRequestException>(() => streaming);
    }
}
