using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Api;

/// <summary>
/// The outermost ring: whatever went wrong inside leaves as one shape of answer. Bare statuses (404 for an unknown path, 405
/// for a wrong method) get a body, exceptions a status that gives nothing away.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // Too late for an answer: the server closes the connection, which is the only signal left.
            throw;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
            return;
        }
        catch (Exception exception)
        {
            await ApiErrors.WriteAsync(context, Explain(context.Request, exception));
            return;
        }

        var unanswered = IsBare(context.Response) ? OfStatus(context) : null;
        if (unanswered is { } error)
        {
            await ApiErrors.WriteAsync(context, error);
        }
    }

    private ApiError Explain(HttpRequest request, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return new ApiError(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body_too_large" : "bad_request", bad.Message);
            case NpgsqlException database when DatabaseOutage.Is(database):
                ApiLog.DatabaseUnavailable(logger, request.Method, request.Path, database.Message);
                return ApiError.DatabaseUnavailable;
            default:
                ApiLog.RequestFailed(logger, request.Method, request.Path, exception);
                return ApiError.Internal;
        }
    }

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentLength: null } && string.IsNullOrEmpty(response.ContentType);

    private static ApiError? OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed when ApiErrors.IsGrpc(context.Request) =>
            new(501, "unimplemented", "Service is unimplemented."),
        _ when ApiErrors.IsGrpc(context.Request) => null,
        StatusCodes.Status404NotFound => new(404, "not_found", $"There is nothing at {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => new(
            405, "method_not_allowed", $"{context.Request.Method} is not for {context.Request.Path}; allowed: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => new(413, "body_too_large", "The body is longer than this server reads."),
        _ => null,
    };
}
