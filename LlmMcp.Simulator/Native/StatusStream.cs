using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary>
/// Long work that reports its steps: as lines when streamed, as the last line alone when not. A failure is a last line
/// of a stream, whatever came before, but status 500 without one.
/// </summary>
internal static class StatusStream
{
    public static async Task RunAsync(HttpContext context, bool stream, IAsyncEnumerable<StatusLine> work)
    {
        StatusLine? last = null;
        try
        {
            await foreach (var line in work.WithCancellation(context.RequestAborted))
            {
                last = line;
                if (stream)
                {
                    await Replies.LineAsync(context, line);
                }
            }
        }
        catch (Refusal refusal) when (!context.Response.HasStarted)
        {
            throw new Refusal(refusal.Status, refusal.Message) { WithoutCharset = true };
        }

        if (!stream)
        {
            await Replies.JsonAsync(context, last ?? new StatusLine("success"), Replies.Json);
        }
    }
}
