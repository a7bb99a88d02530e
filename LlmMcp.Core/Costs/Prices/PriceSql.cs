namespace LlmMcp.Core.Costs.Prices;

/// <summary>Statements of prices.</summary>
internal static class PriceSql
{
    public const string ListAll =
        """
        select provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request
        from model_pricing
        """;

    public const string List =
        """
        select provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, currency, origin, updated_at
        from model_pricing
        where (@provider::text = '' or provider = @provider) and (provider, model_id) > (@after_provider::text, @after_model::text)
        order by provider, model_id
        limit @count::integer
        """;

    // What an operator enters wins over the shipped price and over a catalogue's, and stays when that is read again.
    public const string Put =
        """
        insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, origin)
        values (@provider::text, @model::text, @price_in::numeric, @price_out::numeric, @cached_in::numeric, @reasoning::numeric, @request::numeric, 'operator')
        on conflict (provider, model_id) do update
        set price_in_1m = excluded.price_in_1m, price_out_1m = excluded.price_out_1m, price_cached_in_1m = excluded.price_cached_in_1m,
            price_reasoning_1m = excluded.price_reasoning_1m, price_request = excluded.price_request, currency = 'USD',
            origin = excluded.origin, updated_at = now()
        returning provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, currency, origin, updated_at
        """;

    public const string Delete = "delete from model_pricing where provider = @provider::text and model_id = @model::text";
}
