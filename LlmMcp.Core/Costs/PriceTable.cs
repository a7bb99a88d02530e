using System.Collections.Frozen;
using System.Text.RegularExpressions;
using LlmMcp.Core.Costs.Prices;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Costs;

/// <summary>The prices as last read. Looking one up costs nothing.</summary>
internal sealed partial class PriceTable(Database database)
{
    private volatile FrozenDictionary<(string Provider, string Model), Price> prices = FrozenDictionary<(string, string), Price>.Empty;

    /// <summary>
    /// The price of a model; zero when nobody entered one. A dated version (<c>gpt-4o-mini-2024-07-18</c>) costs what its name
    /// without the date does, unless it has a price of its own.
    /// </summary>
    public Price Find(string provider, string model)
    {
        var name = ModelName.Canonical(provider, model);
        return prices.TryGetValue((provider, name), out var price) || prices.TryGetValue((provider, DatePattern().Replace(name, "")), out price)
            ? price
            : default;
    }

    /// <summary>Reads the prices anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(PriceSql.ListAll);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new Dictionary<(string, string), Price>();
        while (await rows.ReadAsync(cancellationToken))
        {
            read.Add((rows.GetString(0), rows.GetString(1)), new Price(rows.GetDecimal(2), rows.GetDecimal(3))
            {
                CachedIn = rows.IsDBNull(4) ? null : rows.GetDecimal(4),
                ReasoningOut = rows.IsDBNull(5) ? null : rows.GetDecimal(5),
                PerRequest = rows.GetDecimal(6),
            });
        }

        prices = read.ToFrozenDictionary();
    }

    // 2024-07-18 at OpenAI, 20250929 at Anthropic.
    [GeneratedRegex(@"-\d{4}-?\d{2}-?\d{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatePattern();
}
