namespace LlmMcp.Core.Fleet;

/// <summary>Statements of the fleet: what is read of it, models, slots. Those on nodes are <see cref="Nodes.NodeSql"/>'s.</summary>
internal static class FleetSql
{
    // Taken first by whatever changes devices, so that Cores neither deadlock nor interleave, and held until the transaction
    // ends. Claims do not take it: they touch free slots only, with skip locked.
    public const string Lock = "select pg_advisory_xact_lock(7526411038)";

    // On a loopback address only the workers of that machine find the node. A worker that does not say where it runs may be one of
    // them, unless it was a worker that told of the node. Of worker w and device d. Not public like whole statements are.
    internal const string IsBeside = "(d.reach_host is null or lower(w.host) = lower(d.reach_host) or (w.host = '' and d.origin <> 'worker'))";

    public const string ListDevices =
        """
        select d.id, d.name, d.provider, d.host, d.base_url, d.host_header, d.status,
               coalesce((d.tags ->> 'simulated')::boolean, false), d.latency_ms, d.last_seen,
               coalesce(m.names, '{}'), coalesce(m.loaded, '{}'), coalesce(m.forbidden, '{}'), coalesce(m.reasons, '{}'),
               d.parent_id, coalesce(case when d.reach_host is not null then (
                   -- Null while there are no others. Nobody is called '', which keeps the list from being empty.
                   select case when bool_and(near.beside) is distinct from false then null else array_append(array_agg(near.id) filter (where near.beside), '') end
                   from (
                       select w.id,
        """ + " " + IsBeside +
        """
         as beside
                       from workers w
                       where w.status = 'online'
                   ) near
               ) end, '{}'), coalesce(s.slots, 0), coalesce(s.used, 0),
               c.state, c.failures, c.opened_at, c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds), c.last_error,
               l.ram_gb, l.vram_gb, l.max_params_b, l.max_size_gb, l.max_context, l.context_derived, l.allow_models, l.deny_models, l.max_concurrency,
               coalesce(m.gone, '{}'), d.platform, d.tags::text, d.held
        from devices d
        left join (
            select device_id, array_agg(model_id) filter (where available) as names, array_agg(model_id) filter (where available and loaded) as loaded,
                   array_agg(model_id) filter (where available and forbidden is not null) as forbidden,
                   array_agg(forbidden) filter (where available and forbidden is not null) as reasons,
                   array_agg(model_id) filter (where not available) as gone
            from device_models
            group by device_id
        ) m on m.device_id = d.id
        left join (
            select device_id, count(*)::integer as slots, count(job_id)::integer as used
            from device_slots
            group by device_id
        ) s on s.device_id = d.id
        left join device_circuits c on c.device_id = d.id
        left join effective_limits l on l.device_id = d.id
        """;

    public const string ListModels =
        """
        select m.provider, m.id, m.kind, m.params_b, m.context, m.thinking, m.tier, m.size_bytes, m.origin, p.price_in_1m, p.price_out_1m
        from models m
        left join model_pricing p on p.provider = m.provider and p.model_id = m.id
        where m.status = 'active'
        """;

    public const string ListSpeeds =
        """
        select device_id, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, samples
        from model_speeds
        """;

    // A worker that lost a device tries it again after the rest, like everybody else.
    public const string ListLostReach =
        """
        select worker_id, device_id
        from worker_reach
        where lost_at > now() - make_interval(secs => @rest_seconds)
        """;

    public const string ListBenchmarks =
        """
        select distinct on (device_id, model_id, task_type) device_id, model_id, task_type, latency_ms, tps
        from benchmarks
        where ok and created_at > now() - interval '30 days'
        order by device_id, model_id, task_type, created_at desc
        """;

    public const string ListSlots =
        """
        select device_id, count(*)::integer, count(job_id)::integer
        from device_slots
        group by device_id
        """;

    public const string UpsertModels =
        """
        with probed as (
            -- What an operator pinned stays, and a context that a server told is not replaced by one guessed from the name.
            select p.provider, p.id, p.family, p.kind, p.params_b, p.size_bytes, p.quantization, p.digest,
                   case when m.meta ? 'pinned_context' then m.context else coalesce(p.context, case when m.meta ? 'likely_context' then null else m.context end, p.likely_context) end as context,
                   case when m.meta ? 'pinned_thinking' then m.thinking else p.thinking end as thinking,
                   case when m.meta ? 'pinned_tier' then m.tier else p.tier end as tier,
                   p.context is null and (m.id is null or m.context is null or m.meta ? 'likely_context') as likely
            from unnest(@providers::text[], @ids::text[], @families::text[], @kinds::text[], @params::numeric[], @contexts::integer[],
                        @likely_contexts::integer[], @sizes::bigint[], @quantizations::text[], @digests::text[], @thinking::boolean[], @tiers::text[])
                 as p (provider, id, family, kind, params_b, context, likely_context, size_bytes, quantization, digest, thinking, tier)
            left join models m on m.provider = p.provider and m.id = p.id
        )
        insert into models (provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier, meta)
        select provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier,
               case when likely and context is not null then '{"likely_context": true}'::jsonb else '{}' end
        from probed
        order by provider, id
        on conflict (provider, id) do update
        set family = excluded.family, kind = excluded.kind, params_b = excluded.params_b, context = excluded.context,
            size_bytes = excluded.size_bytes, quantization = excluded.quantization, digest = excluded.digest,
            thinking = excluded.thinking, tier = excluded.tier, meta = (models.meta - 'likely_context') || excluded.meta, updated_at = now()
        where (models.family, models.kind, models.params_b, models.context, models.size_bytes, models.quantization, models.digest, models.thinking, models.tier)
              is distinct from
              (excluded.family, excluded.kind, excluded.params_b, excluded.context, excluded.size_bytes, excluded.quantization, excluded.digest, excluded.thinking, excluded.tier)
           or models.meta is distinct from (models.meta - 'likely_context') || excluded.meta
        """;

    // What an operator says stands until he takes it back (null), then the next probe writes its own.
    public const string PinModel =
        """
        update models
        set tier = case when @sets_tier then coalesce(@tier, tier) else tier end,
            thinking = case when @sets_thinking then coalesce(@thinking, thinking) else thinking end,
            context = case when @sets_context then coalesce(@context, context) else context end,
            status = coalesce(@status, status),
            meta = meta - case when @sets_tier then 'pinned_tier' else '' end
                        - case when @sets_thinking then 'pinned_thinking' else '' end
                        - case when @sets_context then 'pinned_context' else '' end
                   || case when @sets_tier and @tier is not null then '{"pinned_tier": true}'::jsonb else '{}' end
                   || case when @sets_thinking and @thinking is not null then '{"pinned_thinking": true}'::jsonb else '{}' end
                   || case when @sets_context and @context is not null then '{"pinned_context": true}'::jsonb else '{}' end,
            updated_at = now()
        where provider = @provider and id = @id
        """;

    // What each device that answered has now; whatever else it had is no longer available.
    public const string UpsertDeviceModels =
        """
        insert into device_models (device_id, provider, model_id, loaded)
        select *
        from unnest(@devices::text[], @providers::text[], @models::text[], @loaded::boolean[]) as m (device_id, provider, model_id, loaded)
        order by device_id, model_id
        on conflict (device_id, model_id) do update
        set provider = excluded.provider, loaded = excluded.loaded, available = true, updated_at = now()
        where (device_models.provider, device_models.loaded, device_models.available) is distinct from (excluded.provider, excluded.loaded, true)
        """;

    public const string RetireDeviceModels =
        """
        update device_models m
        set available = false, loaded = false, updated_at = now()
        where m.device_id = any(@answered)
          and m.available
          and not exists (
              select from unnest(@devices::text[], @models::text[]) as now (device_id, model_id)
              where now.device_id = m.device_id and now.model_id = m.model_id)
        """;

    // The clouds are always there: whether a key exists is routing's and the worker's business.
    public const string EnsureClouds =
        """
        insert into devices (id, name, provider, origin, status)
        values ('cloud:openai', 'OpenAI', 'openai', 'cloud', 'online'),
               ('cloud:openrouter', 'OpenRouter', 'openrouter', 'cloud', 'online')
        on conflict (id) do update
        set status = 'online', updated_at = now()
        where devices.status <> 'online' and not devices.held
        """;

    private const string WantedSlots =
        """
        wanted as (
            select d.id as device_id, case
                       when d.provider = 'none' then 0
                       else coalesce(l.max_concurrency, d.slots, case when d.origin = 'cloud' then @cloud_slots::integer else @slots::integer end)
                   end as slots
            from devices d
            left join effective_limits l on l.device_id = d.id
        ), have as (
            select device_id, count(*) as slots
            from device_slots
            group by device_id
        )
        """;

    // New slots take the lowest numbers that are free.
    public const string AddSlots =
        "with " + WantedSlots +
        """

        insert into device_slots (device_id, slot)
        select w.device_id, number.slot
        from wanted w
        left join have h using (device_id)
        cross join lateral (
            select n as slot
            from generate_series(1, 512) n
            where not exists (select from device_slots s where s.device_id = w.device_id and s.slot = n)
            order by n
            limit greatest(w.slots - coalesce(h.slots, 0), 0)
        ) number
        on conflict do nothing
        """;

    // Only free slots go, the highest first. A slot that a claim has locked just now is left for the next round.
    public const string RemoveSlots =
        "with " + WantedSlots +
        """

        delete from device_slots s
        using (
            select free.device_id, free.slot
            from wanted w
            join have h using (device_id)
            cross join lateral (
                select f.device_id, f.slot
                from device_slots f
                where f.device_id = w.device_id and f.job_id is null
                order by f.slot desc
                limit greatest(h.slots - w.slots, 0)
                for update skip locked
            ) free
        ) surplus
        where s.device_id = surplus.device_id and s.slot = surplus.slot
        """;

    // Slots in use cannot go yet: the highest of those beyond the limit take no further job. A device that may have more again
    // takes them back. A slot that somebody has locked just now is judged in the next round.
    public const string RetireSlots =
        "with " + WantedSlots +
        """
        , judged as materialized (
            select s.device_id, s.slot, s.retired
            from device_slots s
            join wanted w using (device_id)
            where s.retired <> ((select count(*) from device_slots lower where lower.device_id = s.device_id and lower.slot <= s.slot) > w.slots)
            for update of s skip locked
        )
        update device_slots s
        set retired = not judged.retired
        from judged
        where s.device_id = judged.device_id and s.slot = judged.slot
        """;
}
