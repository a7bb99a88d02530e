using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>The fleet over HTTP.</summary>
internal static class DevicesApi
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/devices", ListDevicesAsync).WithName("ListDevices").WithSummary("Devices with their models and slots").RequireSurface(Surface.Client);
        routes.MapGet("/v1/models", ListModels).WithName("ListModels").WithSummary("Models and the devices that have them").RequireSurface(Surface.Client);
        routes.MapPost("/v1/devices/offline", TakeOfflineAsync).WithName("TakeDeviceOffline").WithSummary("Take a device out at once").RequireSurface(Surface.Worker);
        routes.MapPost("/v1/devices/online", TakeOnlineAsync).WithName("TakeDeviceOnline").WithSummary("Put a device back without waiting for a probe").RequireSurface(Surface.Admin);
    }

    private static async Task<IResult> ListDevicesAsync(FleetCache cache, FleetReader reader, NodeWatch watch, CancellationToken cancellationToken)
    {
        var slots = await reader.ReadSlotsAsync(cancellationToken);
        return JsonReply.Ok(new DeviceList([.. cache.Current.Devices.Values
            .OrderByDescending(static device => device.Online)
            .ThenBy(static device => device.Id, StringComparer.Ordinal)
            .Select(device => DeviceView.Of(device, slots.GetValueOrDefault(device.Id)))], watch.LookedAt));
    }

    private static IResult ListModels(FleetCache cache) => JsonReply.Ok(ModelList.Of(cache.Current));

    private static async Task<IResult> TakeOfflineAsync(HttpRequest http, NodeWatch watch, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<DeviceRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request || Refusal(request) is not null)
        {
            return (body.Error ?? Refusal(body.Value!)!).ToResult();
        }

        // An unknown id is fine: old workers name nodes that are long gone.
        await watch.TakeOfflineAsync(request.DeviceId!, ForeignText.Clean(request.Reason) ?? "", cancellationToken);
        return JsonReply.Ok(new Acknowledged(true));
    }

    private static async Task<IResult> TakeOnlineAsync(HttpRequest http, NodeWatch watch, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<DeviceRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request || Refusal(request) is not null)
        {
            return (body.Error ?? Refusal(body.Value!)!).ToResult();
        }

        return await watch.TakeOnlineAsync(request.DeviceId!, cancellationToken)
            ? JsonReply.Ok(new Acknowledged(true))
            : new ApiError(StatusCodes.Status404NotFound, "device_not_found", "There is no device of that id; GET /v1/devices lists them.", "device_id").ToResult();
    }

    private static ApiError? Refusal(DeviceRequest request) => !ForeignText.IsName(request.DeviceId)
        ? ApiError.BadField("device_id", "device_id is missing; GET /v1/devices lists the ids.", "device_id_required")
        : null;
}

/// <summary>Which device, and why.</summary>
internal sealed record DeviceRequest(string? DeviceId, string? Reason);

/// <summary>Done.</summary>
internal sealed record Acknowledged(bool Ok);
