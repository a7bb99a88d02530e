using System.Text.Json;
using LlmMcp.Core.Fleet;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Reads OpenRouter's catalogue and prices into the database, one Core at a time. A failure leaves what is known as it is.</summary>
internal sealed class CatalogueSync(
    OpenRouterClient client, CatalogueStore store, PriceTable prices, FleetCache fleet, IOptions<OpenRouterOptions> options, ILogger<CatalogueSync> logger)
{
    /// <summary>True when there is a key to ask with.</summary>
    public bool HasKey => client.HasKey;

    /// <summary>Reads the catalogue unless another does, or somebody has since <paramref name="age"/>.</summary>
    public async Task<SyncOutcome> RunAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var limit = options.Value.Timeout;
        // The lease outlives the question, and the writing after it.
        if (await store.ClaimAsync(age, limit + TimeSpan.FromMinutes(1), cancellationToken) is not { } claim)
        {
            return new SyncOutcome.NotNow();
        }

        try
        {
            var body = await client.GetAsync("models", limit, cancellationToken) ?? throw new OpenRouterException("it has no catalogue");
            var catalogue = OpenRouterCatalogue.Parse(body);
            if (catalogue.Models.Count == 0)
            {
                return await FailAsync(claim, "its catalogue has no model that can be used", cancellationToken);
            }

            if (await store.WriteAsync(claim, catalogue, options.Value.TopN, options.Value.MaxPricePer1M, cancellationToken) is not { } models)
            {
                return new SyncOutcome.NotNow();
            }

            await prices.RefreshAsync(cancellationToken);
            await fleet.RefreshAsync(cancellationToken);
            CatalogueLog.Synced(logger, models, catalogue.Models.Count);
            return new SyncOutcome.Synced(models);
        }
        catch (OpenRouterException exception)
        {
            return await FailAsync(claim, exception.Message, cancellationToken);
        }
        catch (JsonException)
        {
            return await FailAsync(claim, "its catalogue is not the JSON it should be", cancellationToken);
        }
    }

    private async Task<SyncOutcome> FailAsync(long claim, string reason, CancellationToken cancellationToken)
    {
        CatalogueLog.Failed(logger, reason);
        await store.FailAsync(claim, reason, cancellationToken);
        return new SyncOutcome.Failed(reason);
    }
}

/// <summary>How reading a catalogue ended.</summary>
internal abstract record SyncOutcome
{
    /// <summary>It was read; so many of its models are known to routing.</summary>
    public sealed record Synced(int Models) : SyncOutcome;

    /// <summary>Another Core reads it, or has lately.</summary>
    public sealed record NotNow : SyncOutcome;

    /// <summary>OpenRouter gave no catalogue.</summary>
    public sealed record Failed(string Reason) : SyncOutcome;
}
