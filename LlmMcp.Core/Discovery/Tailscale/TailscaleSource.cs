using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>
/// The hosts of the tailnet. While tailscale does not answer, or is switched off for a moment, the hosts of its last answer are
/// asked all the same: a broken command is no broken node.
/// </summary>
internal sealed class TailscaleSource(ITailscale tailscale) : INodeSource
{
    private volatile TailscaleStatus? last;

    /// <summary>This machine as the tailnet knows it; null before the first answer.</summary>
    public TailscalePeer? Self => last?.Self;

    public async Task<FoundNodes> FindAsync(bool anew, CancellationToken cancellationToken)
    {
        if (!tailscale.IsUsed)
        {
            last = null;
            return FoundNodes.None;
        }

        var answer = await tailscale.StatusAsync(cancellationToken);
        var status = answer.Failure is null ? TailscaleStatus.Parse(answer.Output) : null;
        if (status is { IsRunning: true })
        {
            last = status;
            return new FoundNodes(TailscaleNodes.Of(status), []);
        }

        var mistake = answer.Failure ?? (status is null ? "tailscale status --json did not answer with JSON." : $"tailscale is not running: its state is {ForeignText.Clean(status.State)}.");
        return new FoundNodes(last is null ? [] : TailscaleNodes.Of(last), [mistake]) { Unasked = [TailscaleNodes.Origin] };
    }
}
