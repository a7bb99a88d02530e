using System.Net;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class NodeMergeTests
{
    private readonly List<string> mistakes = [];

    [Theory]
    [InlineData("127.0.0.1", "loopback@hub:11434")]
    [InlineData("::1", "loopback@hub:11434")]
    [InlineData("::ffff:127.0.0.1", "loopback@hub:11434")]
    [InlineData("192.168.7.2", "loopback@hub:11434")]
    [InlineData("127.0.0.2", "127.0.0.2@hub:11434")]
    [InlineData("10.0.0.5", "10.0.0.5:11434")]
    [InlineData("::ffff:10.0.0.5", "10.0.0.5:11434")]
    [InlineData("fd7a::5", "[fd7a::5]:11434")]
    public void A_node_is_its_address_and_port(string address, string identity) =>
        Assert.Equal(identity, NodeIdentity.Of(IPAddress.Parse(address), 11434, "Hub", new HashSet<IPAddress> { IPAddress.Parse("192.168.7.2") }));

    [Fact]
    public void Several_names_are_one_device_under_the_first_with_all_addresses()
    {
        var merged = Merge((Node("extra:pi5", "10.0.0.5") with { OnlyIfAnswers = false }, ["a"]), (Node("other", "10.0.0.6"), ["b"]), (Node("pi5.ts.net.", "100.64.0.5", "fd7a::5") with { Slots = 3, Platform = "linux" }, ["a", "c"]));

        Assert.Equal(["extra:pi5", "other"], merged.Select(static node => node.Id));
        Assert.Equal(["10.0.0.5", "100.64.0.5", "[fd7a::5]"], merged[0].Addresses.Select(static address => address.Host));
        Assert.True(merged[0] is { Identity: "a", Slots: 3, Platform: "linux", OnlyIfAnswers: false });
        Assert.Empty(mistakes);
    }

    [Fact]
    public void A_later_node_may_show_that_two_earlier_ones_are_one()
    {
        var merged = Merge((Node("v4", "10.0.0.5"), ["a"]), (Node("v6", "fd7a::5"), ["b"]), (Node("both", "10.0.0.5", "fd7a::5"), ["a", "b"]), (Node("again", "fd7a::5"), ["b"]));

        Assert.Equal("v4", Assert.Single(merged).Id);
        Assert.Equal(2, merged[0].Addresses.Count);
    }

    [Fact]
    public void Port_devices_follow_their_base_to_its_other_name()
    {
        var host = Node("pi5.ts.net.", "100.64.0.5");
        var ports = PortDevices.Of(host, [11434, 11435]).ToList();

        var merged = Merge((Node("extra:pi5", "100.64.0.5"), ["a:11434"]), (ports[0], ["a:11434"]), (ports[1], ["a:11435"]));

        Assert.Equal([("extra:pi5", null), ("pi5.ts.net.:11435", "extra:pi5")], merged.Select(static node => (node.Id, node.ParentId)));
    }

    [Fact]
    public void Two_nodes_of_one_name_are_a_mistake_and_the_first_holds()
    {
        var merged = Merge((Node("mini", "100.80.0.2"), ["a"]), (Node("mini", "100.80.0.3"), ["b"]));

        Assert.Equal("100.80.0.2", Assert.Single(merged).BaseUrl.Host);
        Assert.Contains("mini", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_device_has_the_seeds_id_name_and_tags()
    {
        var devices = PortDevices.Of(Node("box.ts.net.", "100.64.0.5", "fd7a::5") with { OnEveryPort = true }, [11435, 11434]).ToList();

        Assert.Equal(["box.ts.net.", "box.ts.net.:11435"], devices.Select(static device => device.Id));
        var port = devices[1];
        Assert.Equal(("box.ts.net.:11435", "box.ts.net."), (port.Name, port.ParentId));
        Assert.Equal(["http://100.64.0.5:11435/", "http://[fd7a::5]:11435/"], port.Addresses.Select(static address => address.AbsoluteUri));
        Assert.Equal((true, "box.ts.net.", "11435"), (port.Tags["port_device"], port.Tags["base_device"], port.Tags["ollama_port"]));
        Assert.DoesNotContain(devices, static device => device.OnEveryPort);
    }

    [Fact]
    public void Without_11434_the_base_device_is_a_parent_only()
    {
        var devices = PortDevices.Of(Node("box", "100.64.0.5"), [11435]).ToList();

        Assert.True(devices[0] is { Id: "box", Addresses.Count: 0, OnlyIfAnswers: true });
        Assert.Equal("box:11435", devices[1].Id);
    }

    [Theory]
    [InlineData("", "11434", 0)]
    [InlineData("11434, 11435,11434", "11434 11435", 0)]
    [InlineData("x,11435,0,70000,-1", "11435", 4)]
    [InlineData("x", "11434", 1)]
    public void Ports_that_cannot_be_read_are_reported_and_the_others_hold(string setting, string ports, int wrong)
    {
        var list = PortList.Parse(setting);

        Assert.Equal(ports, string.Join(' ', list.Ports));
        Assert.Equal(wrong, list.Mistakes.Count);
    }

    [Fact]
    public void A_host_lives_while_one_of_its_ports_answers()
    {
        var devices = PortDevices.Of(Node("box", "100.64.0.5"), [11434, 11435]).ToList();
        var other = Node("other", "100.64.0.6");

        var settled = HostPorts.Settle([new NodeAnswer.Silent(devices[0], "refused"), new NodeAnswer.Answered(devices[1], Providers.Ollama, "1", 1, []), new NodeAnswer.Silent(other, "refused")]);

        Assert.Equal([typeof(NodeAnswer.HostOnly), typeof(NodeAnswer.Answered), typeof(NodeAnswer.Silent)], settled.Select(static answer => answer.GetType()));
    }

    private IReadOnlyList<NodeEndpoint> Merge(params (NodeEndpoint Node, string[] Identities)[] nodes) =>
        NodeMerge.Of([.. nodes.Select(static node => node.Node)], [.. nodes.Select(static node => node.Identities)], mistakes);

    private static NodeEndpoint Node(string id, params string[] hosts)
    {
        Uri[] addresses = [.. hosts.Select(static host => new Uri(host.Contains(':', StringComparison.Ordinal) ? $"http://[{host}]:11434" : $"http://{host}:11434"))];
        return new NodeEndpoint(id, id, addresses[0], Providers.Ollama, "test") { Addresses = addresses, OnlyIfAnswers = true };
    }
}
