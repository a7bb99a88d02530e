using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>The devices over HTTP.</summary>
internal static class DevicesApi
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/devices", ListDevicesAsync).WithTags("Devices").WithName("ListDevices").WithSummary("Devices with their models, slots, limits and circuits").RequireSurface(Surface.Client);
        routes.MapGet("/v1/devices/{**id}", GetDeviceAsync).WithTags("Devices").WithName("GetDevice").WithSummary("One device").RequireSurface(Surface.Client);
        routes.MapPost("/v1/devices/offline", TakeOfflineAsync).WithTags("Devices").WithName("TakeDeviceOffline").WithSummary("Take a device out at once; hold keeps it out").RequireSurface(Surface.Worker);
        routes.MapPost("/v1/devices/online", TakeOnlineAsync).WithTags("Devices").WithName("TakeDeviceOnline").WithSummary("Put a device back without waiting for a probe").RequireSurface(Surface.Admin);
        routes.MapPost("/v1/devices/{id}/probe", ProbeAsync).WithTags("Devices").WithName("ProbeDevice").WithSummary("Ask one node now and say how it is").RequireSurface(Surface.Admin);
    }

    private static async Task<IResult> ListDevicesAsync(FleetCache cache, FleetReader reader, NodeWatch watch, CancellationToken cancellationToken)
    {
        var slots = await reader.ReadSlotsAsync(cancellationToken);
        // The time comes before the picture: a look that ends in between must not vouch for what it had not found yet.
        var lookedAt = watch.LookedAt;
        return JsonReply.Ok(new DeviceList(DeviceView.ListOf(cache.Current, slots), lookedAt));
    }

    private static async Task<IResult> GetDeviceAsync(string id, FleetCache cache, FleetReader reader, CancellationToken cancellationToken) =>
        cache.Current.Devices.TryGetValue(id, out var device)
            ? JsonReply.Ok(DeviceView.Of(cache.Current, device, (await reader.ReadSlotsAsync(cancellationToken)).GetValueOrDefault(id)))
            : NotFound("device_id").ToResult();

    private static async Task<IResult> TakeOfflineAsync(HttpRequest http, NodeWatch watch, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<DeviceRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request || Refusal(request) is not null)
        {
            return (body.Error ?? Refusal(body.Value!)!).ToResult();
        }

        // An unknown id is fine: old workers name nodes that are long gone.
        await watch.TakeOfflineAsync(request.DeviceId!, ForeignText.Clean(request.Reason) ?? "", request.Hold, cancellationToken);
        return JsonReply.Ok(new Acknowledged(true));
    }

    private static async Task<IResult> TakeOnlineAsync(HttpRequest http, NodeWatch watch, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<DeviceRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request || Refusal(request) is not null)
        {
            return (body.Error ?? Refusal(body.Value!)!).ToResult();
        }

        return await watch.TakeOnlineAsync(request.DeviceId!, cancellationToken) ? JsonReply.Ok(new Acknowledged(true)) : NotFound("device_id").ToResult();
    }

    private static async Task<IResult> ProbeAsync(string id, FleetCache cache, FleetReader reader, NodeWatch watch, CancellationToken cancellationToken)
    {
        if (!cache.Current.Devices.ContainsKey(id))
        {
            return NotFound().ToResult();
        }

        if (await watch.ProbeAsync(id, cancellationToken) is not { } answer)
        {
            return NotAsked.ToResult();
        }

        return cache.Current.Devices.TryGetValue(id, out var device)
            ? JsonReply.Ok(DeviceProbe.Of(answer, DeviceView.Of(cache.Current, device, (await reader.ReadSlotsAsync(cancellationToken)).GetValueOrDefault(id))))
            : NotFound().ToResult();
    }

    // A cloud provider, a node only a worker sees, or one that another Core's settings name.
    private static ApiError NotAsked => new(
        StatusCodes.Status409Conflict, "device_not_probed",
        "This Core does not ask that device itself: it is a cloud provider, a worker tells of it, or only another Core knows it. GET /v1/devices shows its last state.", "id");

    /// <summary>404 <c>device_not_found</c>.</summary>
    /// <param name="field">Where the caller named it.</param>
    public static ApiError NotFound(string field = "id") =>
        new(StatusCodes.Status404NotFound, "device_not_found", "There is no device of that id; GET /v1/devices lists them.", field);

    private static ApiError? Refusal(DeviceRequest request) => !ForeignText.IsName(request.DeviceId)
        ? ApiError.BadField("device_id", "device_id is missing; GET /v1/devices lists the ids.", "device_id_required")
        : null;
}

/// <summary>Which device, and why. <c>hold</c> keeps it out whatever probes find.</summary>
internal sealed record DeviceRequest(string? DeviceId, string? Reason, bool Hold = false);

/// <summary>Done.</summary>
internal sealed record Acknowledged(bool Ok);
