using System.Net;
using System.Text;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Knowledge;

/// <summary>Knowledge bases over HTTP.</summary>
internal static class KnowledgeApi
{
    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        var knowledge = routes.MapGroup("/v1/knowledge").WithTags("Knowledge").RequireSurface(Surface.Client);
        knowledge.MapGet("", List).WithName("ListKnowledge").WithSummary("Which knowledge bases texts can be passed on to");
        knowledge.MapPost("/ingest", IngestAsync).WithName("IngestKnowledge").WithSummary("Pass a text on to a knowledge base");
    }

    private static IResult List(KnowledgeBases bases) => JsonReply.Ok(new KnowledgeList([.. bases.Known.Select(static target => target.Name)]));

    private static async Task<IResult> IngestAsync(HttpRequest http, KnowledgeBases bases, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<IngestRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request)
        {
            return body.Error!.ToResult();
        }

        if (KnowledgeTarget.All.FirstOrDefault(target => target.Name == (request.Target ?? KnowledgeTarget.LightRag.Name)) is not { } target)
        {
            return ApiError.BadField("target", $"target must be one of {string.Join(", ", KnowledgeTarget.All.Select(static one => one.Name))}.").ToResult();
        }

        if (Encoding.UTF8.GetByteCount(request.Text ?? "") < target.LeastBytes)
        {
            return ApiError.BadField("text", $"text must have at least {target.LeastBytes} bytes for {target.Name}.", "text_too_short").ToResult();
        }

        if (!bases.Known.Contains(target))
        {
            return new ApiError(StatusCodes.Status503ServiceUnavailable, "not_configured", $"There is no {target.Name}: set {target.Variable} to its address.", "target").ToResult();
        }

        try
        {
            var answer = await bases.IngestAsync(target, request, cancellationToken);
            // As it is, it would say that Core refuses its caller's key.
            return answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new ApiError(StatusCodes.Status502BadGateway, $"{target.Name}_error", Unwelcome(target, answer.Status)).ToResult()
                : new PassedOn(answer);
        }
        catch (KnowledgeException failure)
        {
            return new ApiError(StatusCodes.Status502BadGateway, $"{target.Name}_error", $"{target.Name} gave no answer: {failure.Message}.").ToResult();
        }
    }

    private static string Unwelcome(KnowledgeTarget target, HttpStatusCode status) =>
        $"{target.Name} refuses Core with HTTP {(int)status}: {(target.KeyVariable is { } key ? $"set {key} to a key that it takes" : "it wants a key, and Core has none for it")}.";

    /// <summary>The knowledge base's own answer, as it is.</summary>
    private sealed class PassedOn(KnowledgeAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = (int)answer.Status;
            httpContext.Response.ContentType = answer.ContentType;
            httpContext.Response.ContentLength = answer.Body.Length;
            return httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }
}
