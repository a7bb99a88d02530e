using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Http;

/// <summary>Bounds what is under way at once: calls and streams of MCP, and the streams of the older HTTP bridge.</summary>
internal sealed class StreamGate(IOptions<BridgeOptions> options)
{
    private int open;

    /// <summary>Calls and streams open now.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Serves one more, or refuses it where there is no room.</summary>
    public async Task ServeAsync(HttpContext context, Func<HttpContext, Task> serve)
    {
        if (!TryEnter())
        {
            context.Response.Headers.RetryAfter = "5";
            await new Refusal(StatusCodes.Status503ServiceUnavailable, "too_many_streams", "The bridge has as many open calls and streams as Bridge:MaxStreams allows. Try again.").WriteAsync(context);
            return;
        }

        try
        {
            await serve(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody reads an answer.
        }
        finally
        {
            Leave();
        }
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref open) <= options.Value.MaxStreams)
        {
            return true;
        }

        Leave();
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref open);
}
