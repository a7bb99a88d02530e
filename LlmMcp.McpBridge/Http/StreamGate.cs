using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Http;

/// <summary>Bounds what is under way at once on <c>/mcp</c>.</summary>
internal sealed class StreamGate(IOptions<BridgeOptions> options)
{
    private int open;

    /// <summary>Calls and streams open now.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Counts one more; false when there is no room. The caller calls <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref open) <= options.Value.MaxStreams)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref open);
}
