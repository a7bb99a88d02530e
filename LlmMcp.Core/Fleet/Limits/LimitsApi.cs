using System.Text.Json;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Limits over HTTP.</summary>
internal static class LimitsApi
{
    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/limits", ListAsync).WithTags("Limits").WithName("ListLimits").WithSummary("What each device may run, and where each limit comes from").RequireSurface(Surface.Client);
        routes.MapPut("/v1/devices/{id}/limits", EnterAsync).WithTags("Limits").WithName("EnterDeviceLimits").WithSummary("Limit a device while Core runs").RequireSurface(Surface.Admin);
        routes.MapDelete("/v1/devices/{id}/limits", RemoveAsync).WithTags("Limits").WithName("RemoveDeviceLimits").WithSummary("Remove the limits entered for a device").RequireSurface(Surface.Admin);
    }

    private static async Task<IResult> ListAsync(Database database, FleetCache cache, IOptions<LimitOptions> options, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return JsonReply.Ok(LimitList.Of(
            options.Value.IsStrict, cache.Current, await LimitReader.ReadEffectiveAsync(connection, cancellationToken),
            await LimitReader.ReadEnteredAsync(connection, cancellationToken), await LimitReader.ReadSettingsAsync(connection, cancellationToken)));
    }

    private static async Task<IResult> EnterAsync(
        string id, HttpRequest http, LimitKeeper keeper, IOptions<ApiOptions> api, ILogger<LimitKeeper> logger, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<JsonDocument>(http, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } document)
        {
            return body.Error!.ToResult();
        }

        using (document)
        {
            ApiError? fault = null;
            var limits = LimitSpec.Read(document.RootElement, (field, what) => fault ??= Fault(field, what));
            fault ??= await keeper.EnterAsync(id, limits, cancellationToken) ? null : DevicesApi.NotFound();
            if (fault is not null)
            {
                return fault.ToResult();
            }

            LimitLog.Entered(logger, id);
            return JsonReply.Ok(new Acknowledged(true));
        }
    }

    private static async Task<IResult> RemoveAsync(string id, LimitKeeper keeper, ILogger<LimitKeeper> logger, CancellationToken cancellationToken)
    {
        if (!await keeper.RemoveAsync(id, cancellationToken))
        {
            return new ApiError(StatusCodes.Status404NotFound, "limits_not_found", "No limits were entered for that device; GET /v1/limits shows where its limits come from.", "id").ToResult();
        }

        LimitLog.Removed(logger, id);
        return JsonReply.Ok(new Acknowledged(true));
    }

    private static ApiError Fault(string field, string what) => field.Length == 0
        ? ApiError.BadJson($"The body {what}.")
        : ApiError.BadField(field, $"{field} {what}.", "invalid_limits");
}
