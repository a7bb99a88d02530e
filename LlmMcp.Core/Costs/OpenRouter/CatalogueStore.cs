using System.Text.Json;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>The catalogue in the database, and the turn of the Core that may write it.</summary>
internal sealed class CatalogueStore(Database database)
{
    // A Core that failed leaves OpenRouter alone for so long, and so do the others.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>Takes the turn; null when it is another's or not time yet.</summary>
    /// <param name="age">How old the last reading must be; zero insists.</param>
    /// <param name="lease">How long the turn lasts at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<long?> ClaimAsync(TimeSpan age, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.Command(CatalogueSql.Claim)
            .With("age_seconds", age.TotalSeconds).With("lease_seconds", lease.TotalSeconds).With("rest_seconds", Rest.TotalSeconds);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Gives the turn back empty-handed; what was known stays.</summary>
    public async Task FailAsync(long claim, string error, CancellationToken cancellationToken)
    {
        await using var command = database.Command(CatalogueSql.Fail).With("claim_no", claim).With("error", error);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes the catalogue, all or nothing. Answers how many models routing knows of it; null when the turn had passed on.</summary>
    public async Task<int?> WriteAsync(long claim, OpenRouterCatalogue catalogue, int topN, decimal maxPrice, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var known = await connection.ListAsync(new NpgsqlBatchCommand(CatalogueSql.ListKnown), cancellationToken);
        var chosen = CatalogueChoice.Choose(catalogue.Models, topN, maxPrice, known.ToHashSet());
        await connection.RunAsync(Models(chosen), cancellationToken);
        await connection.RunAsync(Prices(catalogue.Models), cancellationToken);
        if (catalogue.IsWhole)
        {
            await connection.RunAsync(new NpgsqlBatchCommand(CatalogueSql.DisableOthers).With("ids", chosen.Select(static model => model.Id).ToArray()), cancellationToken);
        }

        var finish = new NpgsqlBatchCommand(CatalogueSql.Finish).With("claim_no", claim).With("models", chosen.Count);
        if (await connection.RunAsync(finish, cancellationToken) == 0)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return chosen.Count;
    }

    private static NpgsqlBatchCommand Models(IReadOnlyList<OpenRouterModel> models) =>
        new NpgsqlBatchCommand(CatalogueSql.UpsertModels)
            .With("ids", models.Select(static model => model.Id).ToArray())
            .With("kinds", models.Select(static model => model.Kind).ToArray())
            .With("contexts", models.Select(static model => model.Context).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer)
            .With("thinking", models.Select(static model => model.Thinking).ToArray())
            .With("tiers", models.Select(static model => CatalogueChoice.Tier(model.Price)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With("metas", models.Select(static model => JsonSerializer.Serialize(new { display_name = model.Name, tools = model.Tools, vision = model.Vision })).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    private static NpgsqlBatchCommand Prices(IReadOnlyList<OpenRouterModel> models) =>
        new NpgsqlBatchCommand(CatalogueSql.UpsertPrices)
            .With("ids", models.Select(static model => model.Id).ToArray())
            .With("prices_in", models.Select(static model => model.Price.In).ToArray())
            .With("prices_out", models.Select(static model => model.Price.Out).ToArray())
            .With("cached_in", models.Select(static model => model.Price.CachedIn).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric)
            .With("reasoning", models.Select(static model => model.Price.ReasoningOut).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric)
            .With("requests", models.Select(static model => model.Price.PerRequest).ToArray());
}
