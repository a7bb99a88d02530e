using System.Text;
using LlmMcp.Client;
using ModelContextProtocol;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>
/// Tells a caller, if there is one to tell, how its job goes: its place in line, then the tokens so far. <c>progress</c> is the tokens of the running attempt
/// and only grows, as the protocol asks, also when a new attempt begins at nothing.
/// </summary>
internal sealed class JobProgress(ToolCall? call, int? maxTokens, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    // The hub's own estimate: a quarter of the UTF-8 bytes.
    private const int BytesPerToken = 4;

    // What lets the number grow where no token came: it must, with each notification, also as a float on the wire.
    private const double LeastStep = 0.001;
    private const double LeastShare = 1e-6;

    private long bytes;
    private double last;
    private long? toldTokens;
    private long? toldTokensAt;

    /// <summary>Tells what happened, unless it is one more piece of text right after another.</summary>
    public Task TellAsync(JobEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case JobEvent.StatusChanged { Job: var job }:
                // With the first word comes the id, by which whoever loses the connection finds the job again.
                return SayAsync(JobStanding.Of(job) + (last == 0 ? $" (job {job.Id})" : ""), cancellationToken);
            case JobEvent.Moved(var position, var eta):
                return SayAsync(JobStanding.Waiting(position, eta), cancellationToken);
            case JobEvent.AttemptBegan { Attempt: > 1 } began:
                bytes = 0;
                return SayAsync($"attempt {began.Attempt} begins", cancellationToken);
            case JobEvent.StreamBroke:
                return SayAsync("the connection to the hub broke; the job goes on, connecting again", cancellationToken);
            case JobEvent.TextArrived text:
                bytes += Encoding.UTF8.GetByteCount(text.Response) + Encoding.UTF8.GetByteCount(text.Thinking);
                return Tokens == 0 || (toldTokensAt is { } at && time.GetElapsedTime(at) < Pace) ? Task.CompletedTask : SayTokensAsync(cancellationToken);
            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>Tells the tokens that were not told yet, once the job has ended.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => Tokens > (toldTokens ?? 0) ? SayTokensAsync(cancellationToken) : Task.CompletedTask;

    private long Tokens => bytes / BytesPerToken;

    private Task SayTokensAsync(CancellationToken cancellationToken)
    {
        (toldTokens, toldTokensAt) = (Tokens, time.GetTimestamp());
        return SayAsync($"{Tokens} tokens so far", cancellationToken);
    }

    private Task SayAsync(string message, CancellationToken cancellationToken)
    {
        if (call is null)
        {
            return Task.CompletedTask;
        }

        last = Math.Max(Tokens, last + Math.Max(LeastStep, last * LeastShare));
        return call.ReportAsync(
            new ProgressNotificationValue { Progress = (float)last, Total = maxTokens is { } most && most >= last ? most : null, Message = message },
            cancellationToken);
    }
}
