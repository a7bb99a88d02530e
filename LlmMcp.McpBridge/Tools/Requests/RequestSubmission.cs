using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>Puts requests into the queue.</summary>
internal sealed class RequestSubmission(CoreHttp core)
{
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    /// <summary>Submits and returns the job's id, once Core has committed it.</summary>
    public async Task<string> SubmitAsync(LlmRequestArguments arguments, string source, bool stream, CancellationToken cancellationToken) =>
        IdOf(await core.PostAsync(CorePaths.Request, arguments.ToBody(source, stream), cancellationToken));

    /// <summary>The id in Core's answer to a submit.</summary>
    public static string IdOf(System.Text.Json.JsonElement accepted) =>
        accepted.Text("job_id") ?? throw CoreFailures.NotCore(StatusCodes.Status202Accepted);

    /// <summary>Cancels a job nobody wants any more. Best effort: one that has ended meanwhile, or a Core that is away, is nobody's problem here.</summary>
    public async Task ForgetAsync(string jobId, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(CancelLimit, time);
        try
        {
            await core.DeleteAsync(CorePaths.One(jobId), limit.Token);
        }
        catch (Exception exception) when (exception is CoreCallException or OperationCanceledException)
        {
            // It ends by itself.
        }
    }
}
