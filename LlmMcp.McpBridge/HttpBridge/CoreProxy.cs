using System.Net.Http.Headers;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary>Passes a call on to Core and its answer back: status, content type and body as they are. A caller who leaves ends the call.</summary>
internal static class CoreProxy
{
    /// <summary>Longest time a call may take. Reading OpenRouter's catalogue and feeding a knowledge base are the slowest there are.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>An endpoint that passes on to <paramref name="path"/> of Core, with the query it was called with.</summary>
    public static Func<HttpContext, CoreHttp, TimeProvider, Task> To(string path) => (context, core, time) => PassAsync(path, context, core, time);

    private static async Task PassAsync(string path, HttpContext context, CoreHttp core, TimeProvider time)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, late.Token);
        try
        {
            using var request = Request(path, context.Request);
            using var answer = await core.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            await answer.Content.CopyToAsync(context.Response.Body, leaving.Token);
        }
        catch (CoreCallException call) when (CallersFault(call) is { } fault)
        {
            await BridgeReply.Error(fault.StatusCode, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body_too_large" : "bad_request").ExecuteAsync(context);
        }
        catch (CoreCallException call)
        {
            await BridgeReply.Of(call.Failure).ExecuteAsync(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller left, or Core did in the middle of its answer: what was begun cannot be mended, only broken off.
            context.Abort();
        }
    }

    /// <summary>What was wrong with the caller's body, which is read while it is sent on, so that its faults look like those of the way to Core.</summary>
    private static BadHttpRequestException? CallersFault(CoreCallException call) => call.InnerException?.InnerException as BadHttpRequestException;

    private static HttpRequestMessage Request(string path, HttpRequest caller)
    {
        var request = new HttpRequestMessage(new HttpMethod(caller.Method), path + caller.QueryString);
        if (caller.ContentLength is > 0 || caller.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(caller.Body);
            if (MediaTypeHeaderValue.TryParse(caller.ContentType, out var type))
            {
                request.Content.Headers.ContentType = type;
            }
        }

        return request;
    }
}
