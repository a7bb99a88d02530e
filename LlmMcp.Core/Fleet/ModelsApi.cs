using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Limits;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>The models over HTTP.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", ListModels).WithTags("Models").WithName("ListModels").WithSummary("Models and the devices that have them; all=1 adds those that cannot be used now").RequireSurface(Surface.Client);
        routes.MapPut("/v1/models/{provider}/{**model}", SetAsync).WithTags("Models").WithName("SetModel").WithSummary("Pin a model's tier, thinking or context, or disable it").RequireSurface(Surface.Admin);
    }

    private static IResult ListModels(HttpRequest request, FleetCache cache) => JsonReply.Ok(ModelList.Of(cache.Current, request.Query["all"] == "1"));

    private static async Task<IResult> SetAsync(
        string provider, string model, HttpRequest http, ModelPins pins, LimitKeeper limits, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<ModelPinRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? body.Value!.Refusal()) is { } refusal)
        {
            return refusal.ToResult();
        }

        if (!await pins.SetAsync(provider, ModelName.Canonical(provider, model), body.Value!, cancellationToken))
        {
            return new ApiError(StatusCodes.Status404NotFound, "model_not_found", "There is no such model; GET /v1/models?all=1 lists them.", "model").ToResult();
        }

        // What is forbidden where follows from it.
        await limits.ApplyAsync(cancellationToken);
        return JsonReply.Ok(new Acknowledged(true));
    }
}
