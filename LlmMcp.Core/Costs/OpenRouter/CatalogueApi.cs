using System.Diagnostics;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Reading OpenRouter's catalogue on demand, over HTTP.</summary>
internal static class CatalogueApi
{
    // What models are scored in; the deployed system answers six names here.
    private static readonly string[] Categories = ["programming", "search", "analysis", "creative", "science", "multilingual"];

    public static void MapCatalogue(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/models/sync", SyncAsync).WithTags("Models").WithName("SyncModels").WithSummary("Read OpenRouter's catalogue and prices now")
        .RequireSurface(Surface.Admin);

    private static async Task<IResult> SyncAsync(CatalogueSync sync, CancellationToken cancellationToken) =>
        !sync.HasKey
            ? new ApiError(StatusCodes.Status503ServiceUnavailable, "no_api_key", "There is no key for OpenRouter: set OPENROUTER_API_KEY.").ToResult()
            : await sync.RunAsync(TimeSpan.Zero, cancellationToken) switch
            {
                SyncOutcome.Synced synced => JsonReply.Ok(new SyncAnswer("ok", synced.Models, Categories)),
                SyncOutcome.NotNow => new ApiError(StatusCodes.Status409Conflict, "sync_running", "Somebody is reading the catalogue already.") { RetryAfterSeconds = 5 }.ToResult(),
                SyncOutcome.Failed failed => new ApiError(StatusCodes.Status502BadGateway, "sync_failed", $"OpenRouter's catalogue was not read: {failed.Reason}.").ToResult(),
                var other => throw new UnreachableException($"{other} is not mapped to a response."),
            };
}

/// <summary>The catalogue was read.</summary>
internal sealed record SyncAnswer(string Status, int Synced, IReadOnlyList<string> Categories);
