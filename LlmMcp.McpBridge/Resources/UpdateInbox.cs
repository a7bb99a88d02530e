using System.Threading.Channels;

namespace LlmMcp.McpBridge.Resources;

/// <summary>What changed since one subscriber last looked. A resource stands in it once, however often it changed, so a slow reader costs no more than its subscriptions.</summary>
internal sealed class UpdateInbox
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private HashSet<string> changed = new(StringComparer.Ordinal);

    public void Add(string uri)
    {
        lock (gate)
        {
            changed.Add(uri);
        }

        bell.Writer.TryWrite(true);
    }

    /// <summary>Waits for changes and takes them.</summary>
    public async Task<IReadOnlyCollection<string>> TakeAsync(CancellationToken cancellationToken)
    {
        await bell.Reader.ReadAsync(cancellationToken);
        lock (gate)
        {
            var taken = changed;
            changed = new HashSet<string>(StringComparer.Ordinal);
            return taken;
        }
    }
}
