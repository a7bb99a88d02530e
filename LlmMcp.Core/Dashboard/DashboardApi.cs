using LlmMcp.Core.Access;

namespace LlmMcp.Core.Dashboard;

/// <summary>The dashboard over HTTP.</summary>
internal static class DashboardApi
{
    public static void MapDashboard(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/dashboard", GetAsync).WithTags("Dashboard").WithName("Dashboard")
        .WithSummary("Everything at a glance: queue, running jobs, fleet, issues, costs").RequireSurface(Surface.Client);

    private static async Task<IResult> GetAsync(DashboardCache cache, CancellationToken cancellationToken) =>
        Results.Bytes((await cache.GetAsync(cancellationToken)).Json, "application/json");
}
