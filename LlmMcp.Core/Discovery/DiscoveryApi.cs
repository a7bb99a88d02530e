using System.Text.Json;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery;

/// <summary>Discovery over HTTP.</summary>
internal static class DiscoveryApi
{
    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        var discovery = routes.MapGroup("/v1/discovery").WithTags("Discovery");
        discovery.MapPost("/run", RunAsync).WithName("RunDiscovery").WithSummary("Look for nodes now and say what was found").RequireSurface(Surface.Admin);
        discovery.MapGet("/last", LastAsync).WithName("LastDiscovery").WithSummary("What the last round found").RequireSurface(Surface.Client);
        discovery.MapGet("/", OverviewAsync).WithName("Discovery").WithSummary("What the last round found, and the devices").RequireSurface(Surface.Client);
    }

    private static async Task<IResult> RunAsync(NodeWatch watch, CancellationToken cancellationToken)
    {
        var report = DiscoveryReport.Of(await watch.RunOnceAsync(cancellationToken));
        var answer = JsonSerializer.SerializeToNode(report, CoreJson.Options)!.AsObject();
        answer.Insert(0, "status", "ok");
        return JsonReply.Ok(answer);
    }

    private static async Task<IResult> LastAsync(LastRound last, CancellationToken cancellationToken) => JsonReply.Ok(await last.ReadAsync(cancellationToken));

    private static async Task<IResult> OverviewAsync(LastRound last, FleetCache cache, CancellationToken cancellationToken)
    {
        var answer = await last.ReadAsync(cancellationToken);
        answer["devices"] = JsonSerializer.SerializeToNode(DeviceView.ListOf(cache.Current), CoreJson.Options);
        return JsonReply.Ok(answer);
    }
}
