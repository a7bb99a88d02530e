namespace LlmMcp.Core.Fleet;

/// <summary>Statements of the fleet. What changes devices takes the lock first, so that Cores neither deadlock nor interleave.</summary>
internal static class FleetSql
{
    // Held until the transaction ends. Claims do not take it: they touch free slots only, with skip locked.
    public const string Lock = "select pg_advisory_xact_lock(7526411038)";

    public const string ListDevices =
        """
        select d.id, d.name, d.provider, d.host, d.base_url, d.host_header, d.status,
               coalesce((d.tags ->> 'simulated')::boolean, false), d.latency_ms, d.last_seen,
               coalesce(m.names, '{}'), coalesce(m.loaded, '{}'), coalesce(m.forbidden, '{}'), coalesce(m.reasons, '{}'),
               d.parent_id, coalesce(d.only_workers, '{}'), coalesce(s.slots, 0), coalesce(s.used, 0),
               c.state, c.failures, c.opened_at, c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds), c.last_error,
               l.ram_gb, l.vram_gb, l.max_params_b, l.max_size_gb, l.max_context, l.context_derived, l.allow_models, l.deny_models, l.max_concurrency,
               coalesce(m.gone, '{}')
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

    // A node that answers. Tags are merged: what others wrote there stays.
    public const string UpsertAnswered =
        """
        insert into devices (id, name, host, provider, base_url, host_header, origin, probed_by, tags, status, latency_ms, last_seen)
        select id, name, host, provider, base_url, host_header, origin, @core, tags, 'online', latency_ms, now()
        from unnest(@ids::text[], @names::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
                    @origins::text[], @tags::jsonb[], @latencies::integer[])
             as node (id, name, host, provider, base_url, host_header, origin, tags, latency_ms)
        order by id
        on conflict (id) do update
        set name = excluded.name, host = excluded.host, provider = excluded.provider, base_url = excluded.base_url,
            host_header = excluded.host_header, origin = excluded.origin, probed_by = excluded.probed_by,
            tags = (devices.tags - 'last_error' - 'last_error_at') || excluded.tags, status = 'online',
            latency_ms = excluded.latency_ms, last_seen = now(), updated_at = now()
        """;

    // A node that does not answer. It stays online while somebody, this Core or another, has heard from it lately: one missed
    // probe is not enough. Answers the devices that went offline by this statement.
    public const string UpsertSilent =
        """
        with silent as (
            select *
            from unnest(@ids::text[], @names::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
                        @origins::text[], @tags::jsonb[])
                 as node (id, name, host, provider, base_url, host_header, origin, tags)
        ), before as (
            select d.id, d.status
            from devices d
            join silent using (id)
        ), written as (
            insert into devices (id, name, host, provider, base_url, host_header, origin, probed_by, tags, status)
            select id, name, host, provider, base_url, host_header, origin, @core, tags, 'offline'
            from silent
            order by id
            on conflict (id) do update
            set probed_by = excluded.probed_by, tags = devices.tags || excluded.tags, updated_at = now(),
                status = case
                    when devices.status = 'online' and devices.last_seen > now() - make_interval(secs => @patience_seconds) then 'online'
                    else 'offline'
                end
            returning id, status
        )
        select written.id
        from written
        join before using (id)
        where written.status = 'offline' and before.status = 'online'
        """;

    public const string UpsertModels =
        """
        insert into models (provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier)
        select *
        from unnest(@providers::text[], @ids::text[], @families::text[], @kinds::text[], @params::numeric[], @contexts::integer[],
                    @sizes::bigint[], @quantizations::text[], @digests::text[], @thinking::boolean[], @tiers::text[])
             as model (provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier)
        order by provider, id
        on conflict (provider, id) do update
        set family = excluded.family, kind = excluded.kind, params_b = excluded.params_b,
            context = coalesce(excluded.context, models.context), size_bytes = excluded.size_bytes,
            quantization = excluded.quantization, digest = excluded.digest, thinking = excluded.thinking,
            -- A tier an operator pinned stays.
            tier = case when models.meta ? 'pinned_tier' then models.tier else excluded.tier end,
            updated_at = now()
        where (models.family, models.kind, models.params_b, models.size_bytes, models.quantization, models.digest, models.thinking)
              is distinct from
              (excluded.family, excluded.kind, excluded.params_b, excluded.size_bytes, excluded.quantization, excluded.digest, excluded.thinking)
           or (excluded.context is not null and excluded.context is distinct from models.context)
           or (excluded.tier is distinct from models.tier and not models.meta ? 'pinned_tier')
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
        where devices.status <> 'online'
        """;

    // A device nobody is configured to probe any more: not by this machine's Core, and by no other for a long while. It goes
    // offline first; once nothing runs there, it is removed.
    private const string Vanished =
        """
        d.origin <> 'cloud'
          and not (d.id = any(@configured))
          and (d.probed_by is null or d.probed_by = @core or d.updated_at < now() - make_interval(secs => @forget_seconds))
        """;

    public const string RetireVanished =
        "update devices d set status = 'offline', updated_at = now() where d.status = 'online' and " + Vanished + " returning d.id";

    public const string RemoveVanished =
        """
        delete from devices d
        where d.status <> 'online'
          and not exists (select from device_slots s where s.device_id = d.id and s.job_id is not null)
          and
        """ + " " + Vanished;

    private const string WantedSlots =
        """
        wanted as (
            select d.id as device_id, coalesce(l.max_concurrency, case when d.origin = 'cloud' then @cloud_slots::integer else @slots::integer end) as slots
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

    // Reported by a worker or an operator. Merges, so that an unknown id changes nothing.
    public const string MarkOffline =
        """
        with before as (
            select id, status
            from devices
            where id = @id
            for update
        ), written as (
            update devices d
            set status = 'offline', updated_at = now(),
                tags = d.tags || jsonb_build_object('last_error', @reason::text, 'last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            from before
            where d.id = before.id and d.origin <> 'cloud'
        )
        select status = 'online'
        from before
        """;

    public const string MarkOnline =
        """
        update devices
        set status = 'online', last_seen = now(), updated_at = now(), tags = tags - 'last_error' - 'last_error_at'
        where id = @id
        """;
}
