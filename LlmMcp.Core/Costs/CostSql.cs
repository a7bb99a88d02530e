namespace LlmMcp.Core.Costs;

/// <summary>Statements of prices and costs.</summary>
internal static class CostSql
{
    public const string ListPrices = "select provider, model_id, price_in_1m, price_out_1m from model_pricing";

    // One statement for the whole batch of ended attempts.
    public const string Insert =
        """
        insert into llm_costs (job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cost_usd)
        select *
        from unnest(@jobs::uuid[], @providers::text[], @models::text[], @devices::text[], @clients::text[], @sources::text[],
                    @tokens_in::integer[], @tokens_out::integer[], @costs::numeric[])
        """;

    public const string Summarize =
        """
        select provider, sum(cost_usd), count(*), sum(tokens_in)::bigint, sum(tokens_out)::bigint
        from llm_costs
        where created_at >= now() - make_interval(days => @days)
        group by provider
        order by 2 desc, 1
        """;
}
