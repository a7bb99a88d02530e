using System.Text;
using LlmMcp.Client;
using LlmMcp.McpBridge.Http;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary>
/// A job's status changes as server-sent events, without tokens: <c>status</c> with the job as it is now, then one for each change,
/// until a final one; <c>error</c> where that cannot be told. A caller who leaves ends the stream behind this one; the job goes on.
/// </summary>
internal sealed class JobStream(string id, JobTrail trail, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task ServeAsync(HttpContext context)
    {
        SseResponse.Begin(context);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(context.Response, leaving);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // This is how streams end when the client leaves or the bridge stops.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationTokenSource leaving)
    {
        var cancellationToken = leaving.Token;
        string? told = null;
        await using var events = trail.FollowAsync(id, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await NextAsync(events, response, leaving))
                {
                    return;
                }
            }
            catch (CoreCallException call)
            {
                await SendAsync(response, $"event: error\ndata: {BridgeReply.ErrorBody(BridgeReply.TextOf(call.Failure))}\n\n", cancellationToken);
                return;
            }

            if (events.Current is JobEvent.StatusChanged { Job: var job } && job.Status != told)
            {
                told = job.Status;
                await SendAsync(response, $"event: status\ndata: {BridgeJob.Of(job).ToEventData()}\n\n", cancellationToken);
            }
        }
    }

    /// <summary>Waits for the next event and shows meanwhile that the connection lives.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<JobEvent> events, HttpResponse response, CancellationTokenSource leaving)
    {
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (await Task.WhenAny(next, Task.Delay(KeepAlive, time, leaving.Token)) != next && !leaving.IsCancellationRequested)
            {
                await SendAsync(response, ": keep-alive\n\n", leaving.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The events are disposed on the way out, which must not happen while they are waited for.
            await leaving.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await next;
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
