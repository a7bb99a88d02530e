using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Loading;

/// <summary>Models into and out of the memory of nodes, over HTTP.</summary>
internal static class LoadingApi
{
    public static void MapLoading(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devices/{id}/models/load", LoadAsync).WithTags("Devices").WithName("LoadModel").WithSummary("Bring a model into a node's memory").RequireSurface(Surface.Admin);
        routes.MapPost("/v1/devices/{id}/models/unload", UnloadAsync).WithTags("Devices").WithName("UnloadModel").WithSummary("Take a model out of a node's memory").RequireSurface(Surface.Admin);
    }

    private static Task<IResult> LoadAsync(
        string id, HttpRequest http, FleetCache fleet, JobIntake intake, JobQueue queue, IOptions<ApiOptions> options, CancellationToken cancellationToken) =>
        QueueAsync(id, unload: false, http, fleet, intake, queue, options, cancellationToken);

    private static Task<IResult> UnloadAsync(
        string id, HttpRequest http, FleetCache fleet, JobIntake intake, JobQueue queue, IOptions<ApiOptions> options, CancellationToken cancellationToken) =>
        QueueAsync(id, unload: true, http, fleet, intake, queue, options, cancellationToken);

    private static async Task<IResult> QueueAsync(
        string id, bool unload, HttpRequest http, FleetCache fleet, JobIntake intake, JobQueue queue, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<LoadRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request)
        {
            return body.Error!.ToResult();
        }

        var (asked, payload, model, refusal) = LoadJob.Of(request, id, unload, fleet.Current);
        if (asked is null)
        {
            return refusal!.ToResult();
        }

        var (job, error) = intake.Read(asked, payload);
        error ??= await JobsEndpoints.StoreAsync(queue, job!, cancellationToken);
        return error is null ? JsonReply.Accepted(new LoadAccepted(job!.Id, id, model, job.Kind)) : error.ToResult();
    }
}
