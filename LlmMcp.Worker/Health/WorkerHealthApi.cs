using LlmMcp.Worker.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace LlmMcp.Worker.Health;

/// <summary>The worker's health page. A lost Core is reported, not a reason to restart the worker: the status stays 200.</summary>
internal static class WorkerHealthApi
{
    public static IEndpointConventionBuilder MapWorkerHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", Get).WithName("WorkerHealth");

    private static JsonHttpResult<HealthReport> Get(WorkerSessions sessions) =>
        Microsoft.AspNetCore.Http.TypedResults.Json(HealthReport.Of(sessions.All.Select(session => session.Status)));
}
