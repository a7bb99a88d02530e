using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using NpgsqlTypes;

namespace LlmMcp.Core.Costs.Prices;

/// <summary>Prices as operators read and write them. A change counts at once here, and elsewhere at the next reading of the prices.</summary>
internal sealed class PriceBook(Database database, PriceTable table, FleetCache fleet)
{
    /// <summary>Prices by provider and model.</summary>
    /// <param name="provider">Of this provider only; empty for all.</param>
    /// <param name="after">Those behind this one.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<List<PriceView>> ListAsync(string provider, (string Provider, string Model) after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command(PriceSql.List)
            .With("provider", provider).With("after_provider", after.Provider).With("after_model", after.Model).With("count", count);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<PriceView>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(PriceView.Read(rows));
        }

        return list;
    }

    /// <summary>Sets a price; answers it as it is now.</summary>
    public async Task<PriceView> PutAsync(string provider, string model, PriceRequest price, CancellationToken cancellationToken)
    {
        PriceView view;
        await using (var command = database.Command(PriceSql.Put)
            .With("provider", provider).With("model", ModelName.Canonical(provider, model))
            .With("price_in", price.PriceIn!.Value).With("price_out", price.PriceOut!.Value)
            .With("cached_in", price.PriceCachedIn, NpgsqlDbType.Numeric).With("reasoning", price.PriceReasoning, NpgsqlDbType.Numeric)
            .With("request", price.PricePerRequest ?? 0))
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            view = PriceView.Read(row);
        }

        await RefreshAsync(cancellationToken);
        return view;
    }

    /// <summary>Forgets a price; false when there was none.</summary>
    public async Task<bool> DeleteAsync(string provider, string model, CancellationToken cancellationToken)
    {
        await using var command = database.Command(PriceSql.Delete).With("provider", provider).With("model", ModelName.Canonical(provider, model));
        var deleted = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        await RefreshAsync(cancellationToken);
        return deleted;
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await table.RefreshAsync(cancellationToken);
        await fleet.RefreshAsync(cancellationToken);
    }
}
