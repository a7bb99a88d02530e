namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Statements on devices that are nodes. Rounds hold <see cref="FleetSql.Lock"/>.</summary>
internal static class NodeSql
{
    private const string Rows =
        """
        unnest(@ids::text[], @names::text[], @platforms::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
               @origins::text[], @tags::jsonb[], @parents::text[], @identities::text[], @reach_hosts::text[], @slots::integer[], @latencies::integer[],
               @may_create::boolean[], @gone::boolean[])
            as node (id, name, platform, host, provider, base_url, host_header, origin, tags, parent_id, address, reach_host, slots, latency_ms, may_create, gone)
        """;

    // Nodes that another Core knows under another name. The name that is online stays; of two that are, the smaller.
    public const string ListForeignNames =
        """
        select node.id
        from unnest(@ids::text[], @identities::text[]) as node (id, address)
        left join devices own on own.id = node.id
        where exists (
            select from devices d
            where d.address = node.address and d.id <> node.id and d.status = 'online' and d.origin <> 'cloud' and not (d.id = any(@ids))
              and d.probed_by is distinct from @by and d.updated_at > now() - make_interval(secs => @forget_seconds)
              and (own.status is distinct from 'online' or d.id < node.id))
        """;

    // A node that answers. Tags are merged: what others wrote there stays.
    public const string UpsertAnswered =
        """
        insert into devices (id, name, platform, host, provider, base_url, host_header, origin, probed_by, tags, parent_id, address, reach_host, slots,
                             status, latency_ms, last_seen)
        select id, name, platform, host, provider, base_url, host_header, origin, @by, tags, parent_id, address, reach_host, slots, 'online', latency_ms, now()
        from
        """ + " " + Rows + " " +
        """
        order by id
        on conflict (id) do update
        set name = excluded.name, platform = excluded.platform, host = excluded.host, provider = excluded.provider, base_url = excluded.base_url,
            host_header = excluded.host_header, origin = excluded.origin, probed_by = excluded.probed_by, parent_id = excluded.parent_id,
            address = excluded.address, reach_host = excluded.reach_host, slots = excluded.slots,
            tags = case when devices.held then devices.tags else devices.tags - 'last_error' - 'last_error_at' end || excluded.tags,
            status = case when devices.held then 'offline' else 'online' end,
            latency_ms = excluded.latency_ms, last_seen = now(), missed = 0, missed_at = null, updated_at = now()
        """;

    // The host of port devices that serves nothing itself: it is there to be their parent, and takes no jobs.
    public const string UpsertHosts =
        """
        insert into devices (id, name, platform, host, provider, base_url, origin, probed_by, tags, address, status, last_seen)
        select id, name, platform, host, 'none', base_url, origin, @by, tags, address, 'online', now()
        from
        """ + " " + Rows + " " +
        """
        order by id
        on conflict (id) do update
        set name = excluded.name, platform = excluded.platform, host = excluded.host, base_url = excluded.base_url, origin = excluded.origin,
            probed_by = excluded.probed_by, tags = devices.tags || excluded.tags, address = excluded.address,
            status = case when devices.held then 'offline' else 'online' end,
            last_seen = now(), missed = 0, missed_at = null, updated_at = now()
        where devices.provider = 'none'
        """;

    // Nodes that do not answer. One missed probe is not enough, two are, and both must not fall into one hiccup: misses of two
    // Cores, or of a round and one on demand, count once unless they lie apart. Answers the devices that went offline here.
    public const string UpsertSilent =
        """
        with silent as (
            select *
            from
        """ + " " + Rows + " " +
        """
        ), before as (
            select d.id, d.status,
                   case when d.missed_at is null or d.missed_at < now() - make_interval(secs => @apart_seconds) then d.missed + 1 else d.missed end as missed
            from devices d
            join silent using (id)
            where not (d.provider = 'none' and d.id = any(@hosts_alive::text[]))
        ), created as (
            insert into devices (id, name, platform, host, provider, base_url, origin, probed_by, tags, parent_id, address, reach_host, slots, status, missed, missed_at)
            select s.id, s.name, s.platform, s.host, s.provider, s.base_url, s.origin, @by, s.tags, s.parent_id, s.address, s.reach_host, s.slots, 'offline', 1, now()
            from silent s
            where s.may_create
            order by s.id
            on conflict (id) do nothing
        ), written as (
            update devices d
            set probed_by = @by, updated_at = now(), missed_at = case when before.missed > d.missed then now() else d.missed_at end, missed = before.missed,
                slots = s.slots,
                tags = d.tags || s.tags || jsonb_build_object('last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
                status = case when s.gone or before.missed >= 2 then 'offline' else d.status end
            from silent s
            join before using (id)
            where d.id = s.id
            returning d.id, d.status
        )
        select written.id
        from written
        join before using (id)
        where written.status = 'offline' and before.status = 'online'
        """;

    // A device nobody is configured to probe any more: not by this machine's Core, and by no other for a long while. It goes
    // offline first; once nothing runs there, it is removed.
    private const string Vanished =
        """
        d.origin <> 'cloud'
          and not (d.id = any(@known::text[])) and not (d.origin = any(@unasked::text[]))
          and case
              -- What a worker told of stays as long as the worker: it may only be switched off for the night.
              when d.origin = 'worker' then d.updated_at < now() - interval '7 days'
              -- Carried over from the deployed system and not found since: it may come back, and what was measured there with it.
              when d.origin = 'deployed' then d.updated_at < now() - interval '30 days'
              else d.probed_by is null or d.probed_by = @by or d.updated_at < now() - make_interval(secs => @forget_seconds)
          end
        """;

    public const string RetireVanished =
        """
        update devices d
        set status = 'offline', updated_at = now()
        where d.status = 'online' and (
            d.origin = 'worker' and (
                d.updated_at < now() - make_interval(secs => @forget_seconds)
                or not exists (select from workers w where w.status = 'online' and lower(w.host) = lower(d.reach_host)))
            or
        """ + " " + Vanished + ") returning d.id";

    // Told of by a worker that is gone, or that does not tell of them any more.
    public const string RetireReported =
        """
        update devices
        set status = 'offline', updated_at = now(),
            tags = tags || jsonb_build_object('last_error', 'no worker reaches it any more', 'last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        where id = any(@ids) and status = 'online' and origin = 'worker' and probed_by = @by
        returning id
        """;

    public const string RemoveVanished =
        """
        delete from devices d
        where d.status <> 'online'
          and not exists (select from device_slots s where s.device_id = d.id and s.job_id is not null)
          and
        """ + " " + Vanished;

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
            set status = 'offline', held = d.held or @hold, updated_at = now(),
                tags = d.tags || jsonb_build_object('last_error', @reason::text, 'last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            from before
            where d.id = before.id and (d.origin <> 'cloud' or @hold)
            returning d.id
        )
        select before.status = 'online' and exists (select from written)
        from before
        """;

    public const string MarkOnline =
        """
        update devices
        set status = 'online', held = false, missed = 0, missed_at = null, last_seen = now(), updated_at = now(), tags = tags - 'last_error' - 'last_error_at'
        where id = @id
        """;

    public const string NoteRound =
        """
        insert into discovery_last (report)
        values (@report)
        on conflict (only_row) do update
        set finished_at = now(), report = excluded.report
        """;

    public const string ReadLastRound = "select finished_at, report::text from discovery_last";
}
