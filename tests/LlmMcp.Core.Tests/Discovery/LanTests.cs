using System.Collections.Concurrent;
using System.Net;
using LlmMcp.Core.Discovery;
using LlmMcp.Core.Discovery.Lan;
using LlmMcp.Core.Discovery.Tailscale;
using LlmMcp.Core.Fleet;
using LlmMcp.Testing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class LanTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData("192.168.1.0/24", 254, "192.168.1.1")]
    [InlineData("192.168.1.77/24", 254, "192.168.1.1")]
    [InlineData("10.20.30.0/23", 510, "10.20.30.1")]
    [InlineData("172.16.0.4/30", 2, "172.16.0.5")]
    [InlineData("172.31.255.8/31", 2, "172.31.255.8")]
    [InlineData("192.168.1.9/32", 1, "192.168.1.9")]
    public void A_small_private_network_is_scanned(string network, int hosts, string first)
    {
        var targets = LanTargets.Of([network], []);

        Assert.Equal((hosts, first), (targets.Hosts.Count, targets.Hosts[0].ToString()));
        Assert.Empty(targets.Mistakes);
    }

    [Theory]
    [InlineData("10.0.0.0/22")]
    [InlineData("8.8.8.0/24")]
    [InlineData("172.32.0.0/24")]
    [InlineData("100.64.0.0/24")]
    [InlineData("127.0.0.0/24")]
    [InlineData("192.168.1.0/33")]
    [InlineData("192.168.1.0")]
    [InlineData("fd00::/120")]
    [InlineData("::ffff:192.168.1.0/24")]
    [InlineData("home")]
    public void Anything_else_is_not(string network)
    {
        Assert.Empty(LanTargets.Of([], [network]).Hosts);
        Assert.Empty(LanTargets.Of([], [network]).Mistakes);
        Assert.Single(LanTargets.Of([network], []).Mistakes);
    }

    [Fact]
    public void Addresses_come_once_and_never_too_many()
    {
        Assert.Equal(254, LanTargets.Of(["192.168.1.0/24", "192.168.1.128/25"], ["192.168.1.0/24"]).Hosts.Count);

        var many = LanTargets.Of(Enumerable.Range(0, 10).Select(static number => $"10.0.{number}.0/24"), []);
        Assert.Equal(2048, many.Hosts.Count);
        Assert.Single(many.Mistakes);
    }

    [Fact]
    public async Task What_answers_a_knock_is_a_host_with_port_devices()
    {
        var knocker = new FakeKnocker { Open = { "192.168.1.5:11434", "192.168.1.6:11435" } };
        var source = Source(knocker, ports: "11434,11435");

        var nodes = (await source.FindAsync(anew: false, CancellationToken.None)).Nodes;

        // 192.168.1.6 itself is there to be the parent; nobody asks it.
        Assert.Equal(["lan-192.168.1.5", "lan-192.168.1.6", "lan-192.168.1.6:11435"], nodes.Select(static node => node.Id).Order(StringComparer.Ordinal));
        Assert.Equal("lan-192.168.1.6", nodes.Single(static node => node.Id.EndsWith("11435", StringComparison.Ordinal)).ParentId);
        Assert.Equal(14, knocker.Asked.Count);
    }

    [Fact]
    public async Task Knocks_are_repeated_now_and_then_or_on_demand_and_one_unheard_knock_is_not_the_end()
    {
        var knocker = new FakeKnocker { Open = { "192.168.1.5:11434" } };
        var source = Source(knocker);
        await source.FindAsync(anew: false, CancellationToken.None);
        knocker.Asked.Clear();

        await source.FindAsync(anew: false, CancellationToken.None);
        Assert.Empty(knocker.Asked);

        knocker.Open.Clear();
        Assert.Single((await source.FindAsync(anew: true, CancellationToken.None)).Nodes);
        Assert.NotEmpty(knocker.Asked);

        for (var scan = 0; scan < 10; scan++)
        {
            time.Advance(TimeSpan.FromMinutes(5));
            await source.FindAsync(anew: false, CancellationToken.None);
        }

        Assert.Empty((await source.FindAsync(anew: false, CancellationToken.None)).Nodes);
    }

    [Fact]
    public async Task Nothing_is_scanned_unless_asked_for()
    {
        var knocker = new FakeKnocker();

        Assert.Empty((await Source(knocker, scan: DiscoveryOptions.Off).FindAsync(anew: true, CancellationToken.None)).Nodes);
        Assert.Empty(knocker.Asked);
    }

    private LanSource Source(FakeKnocker knocker, string ports = "11434", string scan = DiscoveryOptions.On)
    {
        var options = Options.Create(new DiscoveryOptions { ScanSubnets = scan, Subnets = "192.168.1.0/29,192.168.1.9/32", Tailscale = DiscoveryOptions.Off });
        return new LanSource(
            knocker, new TailscaleSource(new TailscaleProcess(options, time)), options, Options.Create(new FleetOptions { OllamaPorts = ports }), time);
    }

    private sealed class FakeKnocker : IPortKnocker
    {
        public HashSet<string> Open { get; } = [];

        public ConcurrentBag<string> Asked { get; } = [];

        public Task<bool> IsOpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
        {
            Asked.Add($"{address}:{port}");
            return Task.FromResult(Open.Contains($"{address}:{port}"));
        }
    }
}
