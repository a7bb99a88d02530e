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
        var llm = routes.MapGroup("/v1/llm").WithTags("Routing").RequireSurface(Surface.Client);
        llm.MapPost("/request", SubmitAsync).WithName("RequestLlm").WithSummary("Let Core choose provider and model, and put the job into the queue");
        llm.MapPost("/route", RouteAsync).WithName("RouteLlm").WithSummary("Where a request would go and why; nothing is queued");
        return routes;
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest http, FleetCache fleet, RoutingViews views, JobIntake intake, JobQueue queue, IOptions<ApiOptions> api,
        CancellationToken cancellationToken)
    {
        var (decided, refused) = await DecideAsync(http, fleet, views, intake, api.Value, cancellationToken);
        return decided is null ? refused!.ToResult()
            : await JobsEndpoints.StoreAsync(queue, decided.Job, cancellationToken) is { } error ? error.ToResult()
            : JsonReply.Accepted(new LlmAccepted(decided.Job.Id, decided.Route.Provider, decided.Route.Kind));
    }

    private static async Task<IResult> RouteAsync(
        HttpRequest http, FleetCache fleet, RoutingViews views, JobIntake intake, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var (decided, refused) = await DecideAsync(http, fleet, views, intake, api.Value, cancellationToken);
        return decided is null ? refused!.ToResult() : JsonReply.Ok(DryRun.Of(decided.Route));
    }

    private static async Task<(DecidedJob?, ApiError?)> DecideAsync(
        HttpRequest http, FleetCache fleet, RoutingViews views, JobIntake intake, ApiOptions api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<LlmRequest>(http, api.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request)
        {
            return (null, body.Error);
        }

        switch (Router.Decide(request, fleet.Current, views.Current))
        {
            case RouteOutcome.Refused refused:
                return (null, refused.Error);
            case RouteOutcome.Decided route:
                var (job, fault) = intake.Read(JobOf(request, route), route.Payload, block: route.Block);
                return job is null ? (null, fault) : (new DecidedJob(route, job with { Route = RouteRecord.Json(route) }), null);
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

    /// <summary>A decision and the job made of it.</summary>
    private sealed record DecidedJob(RouteOutcome.Decided Route, NewJob Job);
}

/// <summary>Answer to a request: what was queued.</summary>
internal sealed record LlmAccepted(Guid JobId, string Provider, string Kind);
