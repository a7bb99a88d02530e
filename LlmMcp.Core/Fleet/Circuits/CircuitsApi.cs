using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>The circuit breaker over HTTP; <c>GET /v1/devices</c> shows it.</summary>
internal static class CircuitsApi
{
    public static void MapCircuits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/devices/{id}/circuit/reset", ResetAsync).WithTags("Devices").WithName("ResetCircuit").WithSummary("Send jobs to a device again without waiting for a probe").RequireSurface(Surface.Admin);

    private static async Task<IResult> ResetAsync(string id, CircuitKeeper keeper, CancellationToken cancellationToken) =>
        ForeignText.IsName(id) && await keeper.ResetAsync(id, cancellationToken)
            ? JsonReply.Ok(new Acknowledged(true))
            : DevicesApi.NotFound().ToResult();
}
