using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;
using LlmMcp.Core.Routing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.LlmApi;

/// <summary>The door for callers that say what they want and not how.</summary>
internal static class LlmEndpoints
{
    public static IEndpointRouteBuilder MapLlm(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/llm/request", SubmitAsync)
            .WithName("RequestLlm").WithSummary("Let Core choose provider and model, and put the job into the queue").WithTags("Routing")
            .RequireSurface(Surface.Client);
        return routes;
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest http, FleetCache fleet, IOptions<CloudOptions> cloud, RoutingDefaults defaults, JobIntake intake, JobQueue queue,
        IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<LlmRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request)
        {
            return body.Error!.ToResult();
        }

        switch (ClassicRouter.Decide(request, fleet.Current, cloud.Value.Keys, defaults))
        {
            case RouteOutcome.Refused refused:
                return refused.Error.ToResult();
            case RouteOutcome.Decided route:
                var (job, fault) = intake.Read(JobOf(request, route), route.Payload);
                return (fault ?? await JobsEndpoints.StoreAsync(queue, job! with { Route = RouteRecord.Of(route) }, cancellationToken)) is { } error
                    ? error.ToResult()
                    : JsonReply.Accepted(new LlmAccepted(job!.Id, route.Provider, route.Kind));
            case var other:
                throw new System.Diagnostics.UnreachableException($"{other} is not mapped to a response.");
        }
    }

    private static JobRequest JobOf(LlmRequest request, RouteOutcome.Decided route) => new()
    {
        Kind = route.Kind,
        Priority = request.Priority,
        Source = request.Source,
        MaxAttempts = request.MaxAttempts,
        DeadlineAt = request.DeadlineAt,
        Stream = request.Stream,
        TimeoutSeconds = route.TimeoutSeconds,
    };
}

/// <summary>Answer to a request: what was queued.</summary>
internal sealed record LlmAccepted(Guid JobId, string Provider, string Kind);
