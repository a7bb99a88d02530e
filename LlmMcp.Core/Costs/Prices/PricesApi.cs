using LlmMcp.Contracts;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.Prices;

/// <summary>Prices over HTTP.</summary>
internal static class PricesApi
{
    private const int MostListed = 1_000;
    private static readonly ApiError UnknownProvider = ApiError.BadField("provider", $"provider must be one of {string.Join(", ", Providers.All)}.");

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/prices", ListAsync).WithTags("Prices").WithName("ListPrices").WithSummary("What models cost").RequireSurface(Surface.Client);
        routes.MapPut("/v1/prices/{provider}/{**model}", PutAsync).WithTags("Prices").WithName("PutPrice").WithSummary("Set the price of a model").RequireSurface(Surface.Admin);
        routes.MapDelete("/v1/prices/{provider}/{**model}", DeleteAsync).WithTags("Prices").WithName("DeletePrice").WithSummary("Forget the price of a model").RequireSurface(Surface.Admin);
    }

    private static async Task<IResult> ListAsync(string? provider, string? after, PriceBook book, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(provider) && !Providers.All.Contains(provider))
        {
            return UnknownProvider.ToResult();
        }

        // Model names have slashes of their own; the provider ends at the first.
        var parts = (after ?? "").Split('/', 2);
        var prices = await book.ListAsync(provider ?? "", (parts[0], parts.ElementAtOrDefault(1) ?? ""), MostListed, cancellationToken);
        var next = prices.Count == MostListed ? $"{prices[^1].Provider}/{prices[^1].Model}" : null;
        return JsonReply.Ok(new PriceList(prices, prices.Count, next));
    }

    private static async Task<IResult> PutAsync(
        string provider, string? model, HttpRequest http, PriceBook book, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<PriceRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        return (Refusal(provider, model) ?? body.Error ?? body.Value!.Refusal()) is { } refusal
            ? refusal.ToResult()
            : JsonReply.Ok(await book.PutAsync(provider, Unescaped(model), body.Value!, cancellationToken));
    }

    private static async Task<IResult> DeleteAsync(string provider, string? model, PriceBook book, CancellationToken cancellationToken)
    {
        if (Refusal(provider, model) is { } refusal)
        {
            return refusal.ToResult();
        }

        return await book.DeleteAsync(provider, Unescaped(model), cancellationToken)
            ? JsonReply.Ok(new PriceForgotten(true))
            : new ApiError(StatusCodes.Status404NotFound, "price_not_found", "There is no price of that model; GET /v1/prices lists them.", "model").ToResult();
    }

    private static ApiError? Refusal(string provider, string? model) =>
        !Providers.All.Contains(provider) ? UnknownProvider
        : !ForeignText.IsName(Unescaped(model)) ? ApiError.BadField("model", "model must be a name of at most 290 characters.")
        : null;

    // A path keeps its escaped slashes, and some clients escape those of a model's name.
    private static string Unescaped(string? model) => (model ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();
}

/// <summary>The price is gone.</summary>
internal sealed record PriceForgotten(bool Ok);
