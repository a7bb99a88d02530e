using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.JobsApi;

/// <summary>Bounds the event streams and long polls open at once on this Core.</summary>
internal sealed class StreamCount(IOptions<JobsOptions> options)
{
    private int open;

    /// <summary>The refusal when there is no room.</summary>
    public static ApiError Full { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "too_many_streams", "This Core has as many open streams as Jobs:MaxStreams allows; try again, or poll the job.") { RetryAfterSeconds = 5 };

    /// <summary>Streams open now.</summary>
    public int Open => Volatile.Read(ref open);

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
