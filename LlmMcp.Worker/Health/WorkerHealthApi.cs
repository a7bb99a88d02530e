using LlmMcp.ServiceDefaults.Access;
using LlmMcp.Worker.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Health;

/// <summary>The worker's health page. A lost Core is reported, not a reason to restart the worker: the status stays 200.</summary>
internal static class WorkerHealthApi
{
    private const string KeyHeader = "X-API-Key";

    /// <summary>Listens where <c>HEALTH_ADDR</c> says; beyond loopback only with a key. Mistakes are reported when the host starts.</summary>
    public static void AddWorkerHealth(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, HealthDoorValidator>());
        if (HealthAddress.Parse(builder.Configuration["Worker:HealthAddress"] ?? new WorkerOptions().HealthAddress) is { } address)
        {
            builder.WebHost.UseUrls(address.Url);
        }
    }

    public static IEndpointConventionBuilder MapWorkerHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", Get).WithName("WorkerHealth");

    private static Results<JsonHttpResult<HealthReport>, ProblemHttpResult> Get(HttpRequest request, WorkerSessions sessions, IOptions<WorkerOptions> options) =>
        IsAllowed(request, options.Value)
            ? Microsoft.AspNetCore.Http.TypedResults.Json(HealthReport.Of(sessions.All.Select(session => session.Status)))
            : Microsoft.AspNetCore.Http.TypedResults.Problem($"The key of the worker is required as {KeyHeader}.", statusCode: StatusCodes.Status401Unauthorized);

    private static bool IsAllowed(HttpRequest request, WorkerOptions options) =>
        HealthAddress.Parse(options.HealthAddress) is { IsLoopback: true }
        || new InternalKey(options.ApiKey).IsShownBy(request.Headers[KeyHeader]);
}
