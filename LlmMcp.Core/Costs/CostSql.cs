namespace LlmMcp.Core.Costs;

/// <summary>Statements of the transaction that completes jobs.</summary>
internal static class CostSql
{
    // One statement for the whole batch of ended attempts.
    public const string Insert =
        """
        insert into llm_costs (job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cached_in, reasoning_out,
                               cost_usd, priced_by, duration_ms)
        select *
        from unnest(@jobs::uuid[], @providers::text[], @models::text[], @devices::text[], @clients::text[], @sources::text[],
                    @tokens_in::integer[], @tokens_out::integer[], @cached_in::integer[], @reasoning_out::integer[],
                    @costs::numeric[], @priced_by::text[], @durations::integer[])
        """;

    // Known models only: a caller may send a new name with every job. In the order of the key, as Cores meet here.
    public const string CountErrors =
        """
        insert into model_errors (provider, model_id, day, errors)
        select m.provider, m.id, (now() at time zone 'UTC')::date, count(*)
        from unnest(@jobs::uuid[], @providers::text[]) as e (id, provider)
        join jobs j on j.id = e.id
        join models m
          on m.provider = e.provider
         and m.id in (j.payload ->> 'model', case when e.provider = 'ollama' then (j.payload ->> 'model') || ':latest' end)
        group by m.provider, m.id
        order by m.provider, m.id
        on conflict (provider, model_id, day) do update
        set errors = model_errors.errors + excluded.errors
        """;
}
