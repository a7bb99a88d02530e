using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Tests.Dashboard;

public sealed class FleetTreeTests
{
    [Fact]
    public void Nodes_of_one_machine_are_one_host_port_devices_first()
    {
        var fleet = Facts.Fleet(
            Facts.Device("pi5", "pi5", models: ["a", "b"]),
            Facts.Device("pi5:11435", "pi5", 11435, parent: "pi5", models: ["nomic-embed-text"]),
            Facts.Device("mac", "mac", online: false, models: ["a"]));
        var facts = Facts.Of() with
        {
            Slots = new Dictionary<string, SlotUse> { ["pi5"] = new(2, 1), ["pi5:11435"] = new(3, 0) },
            Running = [new("ollama.chat", "pi5", 1, 0)],
            Devices = new Dictionary<string, DeviceFacts> { ["pi5"] = new("linux", "arm64", "{\"ollama\":true}"u8.ToArray()) },
        };

        var hosts = new FleetTree(fleet, facts).Hosts();

        Assert.Equal(["pi5", "mac"], hosts.Select(static host => host.Id));
        var pi = hosts[0];
        Assert.Equal(("docker", "linux", 3, 1L, 5), (pi.Orchestration, pi.Platform, pi.TotalModels, pi.TotalRunning, pi.TotalSlots));
        Assert.Equal([("pi5:11435", 11435, "embed"), ("pi5", 11434, "chat")], pi.Nodes.Select(static node => (node.DeviceId, node.Port, node.Role)));
        Assert.Equal("offline", hosts[1].Status);
        Assert.Null(hosts[1].Stats);
    }

    [Fact]
    public void A_port_device_without_its_base_makes_a_host_of_the_base_s_name()
    {
        var host = Assert.Single(new FleetTree(Facts.Fleet(Facts.Device("gone:11435", "10.0.0.7", 11435, parent: "gone", models: ["a", "nomic-embed-text"])), Facts.Of()).Hosts());

        Assert.Equal(("gone", "gone", "mixed"), (host.Id, host.Name, Assert.Single(host.Nodes).Role));
    }

    [Fact]
    public void A_machine_of_several_nodes_is_not_called_after_a_port()
    {
        var hosts = new FleetTree(Facts.Fleet(Facts.Device("vm:2001", "10.0.0.7", 2001, models: ["a"]), Facts.Device("vm:2002", "10.0.0.7", 2002, models: ["a"]), Facts.Device("mac:2001", "10.0.0.8", 2001)), Facts.Of()).Hosts();

        Assert.Equal([("mac:2001", 1), ("vm", 2)], hosts.Select(static host => (host.Name, host.Nodes.Count)));
    }

    [Fact]
    public void A_base_device_without_models_is_no_node()
    {
        var host = Assert.Single(new FleetTree(Facts.Fleet(Facts.Device("pi5", "pi5"), Facts.Device("pi5:11435", "pi5", 11435, parent: "pi5", models: ["a"])), Facts.Of()).Hosts());

        Assert.Equal("pi5:11435", Assert.Single(host.Nodes).DeviceId);
    }

    [Fact]
    public void Ratings_of_nodes_are_merged_by_their_jobs()
    {
        var facts = Facts.Of() with
        {
            Ratings = new Dictionary<string, Rating> { ["pi5"] = new(10, 8, 80, 100), ["pi5:11435"] = new(30, 30, 100, 300) },
        };

        var host = new FleetTree(Facts.Fleet(Facts.Device("pi5", "pi5", models: ["a"]), Facts.Device("pi5:11435", "pi5", 11435, parent: "pi5")), facts).Hosts()[0];

        Assert.Equal(new StatsView(40, 38, 95, 258), host.Stats);
    }

    [Fact]
    public void The_worst_circuit_of_its_nodes_is_the_host_s()
    {
        var opened = new Circuit(CircuitState.Open, 3, Facts.Now);
        var fleet = Facts.Fleet(
            Facts.Device("a", "h", circuit: opened, models: ["m"]), Facts.Device("b", "h", 1, circuit: opened with { ProbeDue = true }, models: ["m"]), Facts.Device("c", "h", 2, models: ["m"]));

        var host = Assert.Single(new FleetTree(fleet, Facts.Of()).Hosts());

        Assert.Equal("degraded", host.Circuit);
        Assert.Equal(["ok", "probe", "degraded"], host.Nodes.Select(static node => node.Circuit).OrderByDescending(static circuit => circuit == "ok").ThenByDescending(static circuit => circuit));
    }

    [Fact]
    public void Clouds_stand_apart()
    {
        var cloud = new FleetDevice { Id = "cloud:openai", Name = "OpenAI", Provider = "openai", Status = "online" };
        var tree = new FleetTree(Facts.Fleet(cloud), Facts.Of() with { Slots = new Dictionary<string, SlotUse> { [cloud.Id] = new(16, 2) } });

        Assert.Empty(tree.Hosts());
        Assert.Empty(tree.Nodes());
        Assert.Equal(new SlotsView(0, 0), tree.Slots());
        Assert.Equal(new CloudView("cloud:openai", "openai", "online", new SlotsView(16, 2), "ok"), Assert.Single(tree.Clouds()));
    }
}
