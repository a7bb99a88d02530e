using System.Text;
using LlmMcp.Core.Discovery.Tailscale;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class TailscaleNodesTests
{
    [Fact]
    public void Peers_become_hosts_with_the_deployed_ids_and_every_address()
    {
        var nodes = TailscaleNodes.Of(TailscaleSample.Read(TailscaleSample.Mixed));

        // Left out: the guest (shared to) and the rented exit node.
        Assert.Equal(
            ["hub.tail1234.ts.net.", "attic.tail1234.ts.net.", "box.tail1234.ts.net.", "gpu.tail9876.ts.net.", "old-box.tail1234.ts.net.", "pixel-8.tail1234.ts.net.", "six.tail1234.ts.net."],
            nodes.Select(static node => node.Id));
        var box = nodes[2];
        Assert.Equal(("Box of Models", "macOS"), (box.Name, box.Platform));
        Assert.Equal(["http://100.101.1.2:11434/", "http://[fd7a:115c:a1e0::6501:102]:11434/"], box.Addresses.Select(static address => address.AbsoluteUri));
        Assert.Equal(["box.tail1234.ts.net"], box.HostHeaders);
        Assert.True(box is { Gone: null, OnlyIfAnswers: true, OnEveryPort: true, Origin: "tailscale" });
        Assert.Equal("box.tail1234.ts.net.", box.Tags["dns"]);
    }

    [Theory]
    [InlineData("attic.tail1234.ts.net.", true)]
    [InlineData("old-box.tail1234.ts.net.", true)]
    [InlineData("gpu.tail9876.ts.net.", false)]
    [InlineData("pixel-8.tail1234.ts.net.", false)]
    [InlineData("six.tail1234.ts.net.", false)]
    public void What_is_offline_or_expired_is_gone(string id, bool gone) =>
        Assert.Equal(gone, TailscaleNodes.Of(TailscaleSample.Read(TailscaleSample.Mixed)).Single(node => node.Id == id).Gone is not null);

    [Fact]
    public void A_phone_that_calls_itself_localhost_is_not_this_machine()
    {
        var phone = TailscaleNodes.Of(TailscaleSample.Read(TailscaleSample.Mixed)).Single(static node => node.Platform == "android");

        Assert.DoesNotContain(phone.Addresses, static address => address.IsLoopback);
    }

    [Fact]
    public void Without_magic_dns_the_host_name_is_the_id()
    {
        var nodes = TailscaleNodes.Of(TailscaleSample.Read(TailscaleSample.WithoutMagicDns));

        // One has neither name; one has a name and no address, so its name has to do; one is null.
        Assert.Equal(["server", "mini", "no-address.owner.github.beta.tailscale.net."], nodes.Select(static node => node.Id));
        Assert.Equal("http://no-address.owner.github.beta.tailscale.net:11434/", Assert.Single(nodes[2].Addresses).AbsoluteUri);
    }

    [Fact]
    public void An_old_version_names_one_address_and_does_not_say_who_is_online()
    {
        var old = Assert.Single(TailscaleNodes.Of(TailscaleSample.Read(TailscaleSample.TailAddr)));

        Assert.Equal(("old", "http://100.70.0.2:11434/", null), (old.Id, Assert.Single(old.Addresses).AbsoluteUri, old.Gone));
    }

    [Fact]
    public void A_tailnet_that_is_not_joined_has_nobody()
    {
        var status = TailscaleSample.Read(TailscaleSample.NeedsLogin);

        Assert.False(status.IsRunning);
        Assert.Empty(TailscaleNodes.Of(status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"Peer":{"a":{"HostName":"x" """)]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_status_is_none(string output) => Assert.Null(TailscaleStatus.Parse(Encoding.UTF8.GetBytes(output)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Peer":[],"Self":7,"BackendState":1}""")]
    [InlineData("""{"Peer":{"a":{"HostName":1,"DNSName":null,"TailscaleIPs":"100.1.1.1","Online":"yes"},"b":[],"c":{"HostName":"c","TailscaleIPs":[1,"x"]}}}""")]
    public void Values_of_other_types_are_absent(string output) =>
        Assert.Empty(TailscaleNodes.Of(TailscaleStatus.Parse(Encoding.UTF8.GetBytes(output))!));
}
