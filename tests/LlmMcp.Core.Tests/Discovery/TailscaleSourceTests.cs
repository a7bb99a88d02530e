using System.Text;
using LlmMcp.Core.Discovery.Tailscale;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class TailscaleSourceTests
{
    [Fact]
    public async Task While_the_command_fails_the_hosts_of_the_last_answer_are_asked()
    {
        var tailscale = new FakeTailscale { Answer = new TailscaleAnswer(TailscaleSample.Bytes(TailscaleSample.Mixed)) };
        var source = new TailscaleSource(tailscale);

        var before = await source.FindAsync(anew: false, CancellationToken.None);
        tailscale.Answer = new TailscaleAnswer(default, "tailscale failed.");
        var failed = await source.FindAsync(anew: false, CancellationToken.None);
        tailscale.Answer = new TailscaleAnswer(TailscaleSample.Bytes(TailscaleSample.NeedsLogin));
        var stopped = await source.FindAsync(anew: false, CancellationToken.None);
        tailscale.Answer = new TailscaleAnswer(Encoding.UTF8.GetBytes("oops"));
        var broken = await source.FindAsync(anew: false, CancellationToken.None);

        Assert.Equal((7, 0), (before.Nodes.Count, before.Mistakes.Count));
        Assert.All([failed, stopped, broken], static found =>
        {
            Assert.Equal(7, found.Nodes.Count);
            Assert.Single(found.Mistakes);
            Assert.Equal(["tailscale"], found.Unasked);
        });
        Assert.Contains("NeedsLogin", stopped.Mistakes[0], StringComparison.Ordinal);
        Assert.Equal("hub", source.Self!.HostName);
    }

    [Fact]
    public async Task Without_tailscale_there_is_nothing_to_say()
    {
        var found = await new TailscaleSource(new FakeTailscale { IsUsed = false }).FindAsync(anew: true, CancellationToken.None);

        Assert.Empty(found.Nodes);
        Assert.Empty(found.Mistakes);
        Assert.Empty(found.Unasked);
    }

    private sealed class FakeTailscale : ITailscale
    {
        public bool IsUsed { get; init; } = true;

        public TailscaleAnswer Answer { get; set; } = new(default);

        public Task<TailscaleAnswer> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(Answer);
    }
}
