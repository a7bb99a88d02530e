namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Statements of reading a catalogue. Whoever holds the claim writes; one that ran out is noticed at the end and undone.</summary>
internal static class CatalogueSql
{
    // Taken when nobody reads it now, it was not read lately and, unless somebody insists (@age_seconds = 0), did not just fail.
    public const string Claim =
        """
        update catalogue_syncs
        set claimed_until = now() + make_interval(secs => @lease_seconds), claim_no = claim_no + 1
        where provider = 'openrouter'
          and (claimed_until is null or claimed_until <= now())
          and (@age_seconds::double precision = 0 or synced_at is null or synced_at <= now() - make_interval(secs => @age_seconds))
          and (@age_seconds = 0 or failed_at is null or failed_at <= now() - make_interval(secs => @rest_seconds))
        returning claim_no
        """;

    public const string Finish =
        """
        update catalogue_syncs
        set claimed_until = null, synced_at = now(), failed_at = null, error = null, models = @models::integer
        where provider = 'openrouter' and claim_no = @claim_no::bigint and claimed_until is not null
        """;

    public const string Fail =
        """
        update catalogue_syncs
        set claimed_until = null, failed_at = now(), error = @error::text
        where provider = 'openrouter' and claim_no = @claim_no::bigint and claimed_until is not null
        """;

    // Those that somebody but a sync entered are kept up to date whatever they score.
    public const string ListKnown = "select id from models where provider = 'openrouter' and origin <> 'sync'";

    // Nothing of what an operator entered is touched. A shipped model keeps its kind, thinking and tier, where it has one.
    public const string UpsertModels =
        """
        insert into models (provider, id, kind, context, thinking, tier, meta, origin)
        select 'openrouter', id, kind, context, thinking, tier, meta, 'sync'
        from unnest(@ids::text[], @kinds::text[], @contexts::integer[], @thinking::boolean[], @tiers::text[], @metas::jsonb[])
             as model (id, kind, context, thinking, tier, meta)
        order by id
        on conflict (provider, id) do update
        set kind = case models.origin when 'sync' then excluded.kind else models.kind end,
            context = coalesce(excluded.context, models.context),
            thinking = case models.origin when 'sync' then excluded.thinking else models.thinking end,
            tier = case when models.meta ? 'pinned_tier' then models.tier
                        when models.origin = 'sync' then excluded.tier
                        else coalesce(models.tier, excluded.tier) end,
            meta = (models.meta - 'vanished') || excluded.meta,
            status = case when models.meta ? 'vanished' then 'active' else models.status end,
            updated_at = now()
        where models.origin <> 'operator'
        """;

    // What a sync once took over and now did not. Marked, so that it comes back by itself, unlike what an operator disabled.
    public const string DisableOthers =
        """
        update models
        set status = 'disabled', meta = meta || '{"vanished": true}', updated_at = now()
        where provider = 'openrouter' and origin = 'sync' and status = 'active' and not id = any(@ids::text[])
        """;

    public const string UpsertPrices =
        """
        insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, origin)
        select 'openrouter', id, price_in, price_out, cached_in, reasoning, request, 'sync'
        from unnest(@ids::text[], @prices_in::numeric[], @prices_out::numeric[], @cached_in::numeric[], @reasoning::numeric[], @requests::numeric[])
             as price (id, price_in, price_out, cached_in, reasoning, request)
        order by id
        on conflict (provider, model_id) do update
        set price_in_1m = excluded.price_in_1m, price_out_1m = excluded.price_out_1m, price_cached_in_1m = excluded.price_cached_in_1m,
            price_reasoning_1m = excluded.price_reasoning_1m, price_request = excluded.price_request, currency = 'USD',
            origin = excluded.origin, updated_at = now()
        where model_pricing.origin in ('seed', 'sync')
          and (model_pricing.price_in_1m, model_pricing.price_out_1m, model_pricing.price_cached_in_1m, model_pricing.price_reasoning_1m,
               model_pricing.price_request, model_pricing.origin)
              is distinct from
              (excluded.price_in_1m, excluded.price_out_1m, excluded.price_cached_in_1m, excluded.price_reasoning_1m,
               excluded.price_request, excluded.origin)
        """;
}
