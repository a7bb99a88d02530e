using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Journal;

namespace LlmMcp.Simulator.Protocol;

/// <summary>Around each request: counts and notes it, words its error, and leaves nothing behind when its client goes away.</summary>
internal static class RequestRing
{
    private static readonly string[] ModelPaths =
        ["/api/generate", "/api/chat", "/api/embed", "/api/embeddings", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses", "/v1/messages"];

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var node = context.Node();
        var path = context.Request.Path.Value ?? "";
        var runsModel = HttpMethods.IsPost(context.Request.Method) && ModelPaths.Contains(path);
        var entry = runsModel ? node.Journal.Begin(path) : null;
        context.Features.Set(entry);
        try
        {
            if (!runsModel && !path.StartsWith("/sim/", StringComparison.Ordinal))
            {
                await node.MeetFaultsAsync(null, runsModel: false, context.RequestAborted);
            }

            await next(context);
            await SayWhatIsMissingAsync(context);
            if (runsModel)
            {
                node.End(entry, RequestEnd.Served);
            }
        }
        catch (Refusal refusal)
        {
            if (runsModel)
            {
                node.End(entry, RequestEnd.Failed);
            }

            await RefuseAsync(context, refusal);
        }
        catch (ConnectionCut)
        {
            node.End(entry, RequestEnd.Failed);
            context.Abort();
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; whatever failed failed because of that, and nobody is left to tell.
            if (runsModel)
            {
                node.End(entry, RequestEnd.Aborted);
            }
        }
    }

    private static Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        if (!context.Response.HasStarted)
        {
            return RefusalWriter.WriteAsync(context, refusal);
        }

        // After the first byte the status is spent: a native stream ends with an error line, the others just end.
        return context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Replies.LineAsync(context, new OllamaError(refusal.Message))
            : Task.CompletedTask;
    }

    private static Task SayWhatIsMissingAsync(HttpContext context) => context.Response switch
    {
        { HasStarted: true } => Task.CompletedTask,
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => Replies.TextAsync(context, 405, "405 method not allowed", "text/plain"),
        { StatusCode: StatusCodes.Status404NotFound } when context.GetEndpoint() is null => Replies.TextAsync(context, 404, "404 page not found", "text/plain"),
        _ => Task.CompletedTask,
    };
}
