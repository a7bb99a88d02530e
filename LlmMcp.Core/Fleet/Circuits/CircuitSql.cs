namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>
/// Statements of the circuit breaker. Rows are locked in the order of their keys, so that concurrent batches of results never wait
/// for each other in a circle; a claim that takes a probe skips what is locked.
/// </summary>
internal static class CircuitSql
{
    // A worker that is there, serves the device's kinds, may connect to it and has not lost it.
    private const string Reaching =
        """
        w.status = 'online'
          and
        """ + " " + FleetSql.IsBeside +
        """

          -- A worker of the deployed system names no kinds: it knows all providers of its time.
          and (case when w.kinds = '{}' then d.provider <> 'compat' else exists (select from unnest(w.kinds) kind where kind like d.provider || '.%') end)
          and not exists (
              select from worker_reach l
              where l.worker_id = w.id and l.device_id = d.id and l.lost_at > now() - make_interval(secs => @rest_seconds))
        """;

    // Connections that worked clear a worker's failures, others add to them. Answers the devices whose failed connections count
    // against the device itself: no other worker reaches it. `lost`: and these workers have given it up, too.
    public const string RecordReach =
        """
        with pair as materialized (
            select worker_id, device_id, bool_or(connected) as connected, count(*)::integer as failures
            from unnest(@workers::text[], @devices::text[], @connected::boolean[]) as e (worker_id, device_id, connected)
            group by worker_id, device_id
        ), known as materialized (
            select r.worker_id, r.device_id
            from worker_reach r
            join pair using (worker_id, device_id)
            order by r.worker_id, r.device_id
            for update of r
        ), cleared as (
            delete from worker_reach r
            using pair, known
            where pair.connected and r.worker_id = pair.worker_id and r.device_id = pair.device_id
              and known.worker_id = r.worker_id and known.device_id = r.device_id
        ), failed as (
            insert into worker_reach as r (worker_id, device_id, failures, lost_at)
            select pair.worker_id, pair.device_id, pair.failures, case when pair.failures >= @opens_at then now() end
            from pair
            join devices d on d.id = pair.device_id
            where not pair.connected and (select count(*) from known) >= 0
            order by pair.worker_id, pair.device_id
            on conflict (worker_id, device_id) do update
            set failures = r.failures + excluded.failures, updated_at = now(),
                lost_at = case when r.failures + excluded.failures >= @opens_at then now() else r.lost_at end
            returning worker_id, device_id, lost_at is not null as lost
        )
        select f.device_id, bool_and(f.lost) as lost
        from failed f
        join devices d on d.id = f.device_id
        where not exists (
            select from workers w
            where w.id <> f.worker_id and
        """ + " " + Reaching + ")\ngroup by f.device_id";

    public const string Ensure =
        """
        insert into device_circuits (device_id)
        select id
        from devices
        where id = any(@devices)
        order by id
        on conflict (device_id) do nothing
        """;

    // What a batch of ended attempts does to circuits. Their order within the batch is not known: a success among them wins. Only
    // the probe's own end decides a probing circuit; an attempt that began before it opened does not prolong the rest. Answers
    // the circuits whose state changed.
    public const string Record =
        """
        with e as materialized (
            select *
            from unnest(@devices::text[], @jobs::uuid[], @claims::bigint[], @succeeded::boolean[], @counted::boolean[], @lost::boolean[], @errors::text[])
                 as e (device_id, job_id, claim_no, succeeded, counted, lost, error)
        ), total as materialized (
            select device_id, bool_or(succeeded) as succeeded, count(*) filter (where counted)::integer as failures,
                   bool_or(counted and lost) as lost, max(error) filter (where counted) as error
            from e
            group by device_id
        ), known as materialized (
            select c.device_id, c.state, c.failures, c.opened_at, total.succeeded, total.lost, c.failures + total.failures as in_a_row, total.error,
                   (select e.counted from e where e.device_id = c.device_id and e.job_id = c.probe_job_id and e.claim_no = c.probe_claim_no) as probe_failed
            from device_circuits c
            join total using (device_id)
            where c.state <> 'closed' or c.failures > 0 or total.failures > 0
            order by c.device_id
            for update of c
        ), verdict as (
            select device_id, state as before, opened_at, succeeded, lost, in_a_row, error, probe_failed,
                   case
                       when succeeded then 'closed'
                       when state = 'probing' and probe_failed is null then 'probing'
                       when state <> 'closed' or in_a_row >= @opens_at or lost then 'open'
                       else 'closed'
                   end as after
            from known
        )
        update device_circuits c
        set state = v.after,
            failures = case when v.succeeded then 0 when v.lost then greatest(v.in_a_row, @opens_at) else v.in_a_row end,
            opened_at = case when v.after = 'closed' then null when v.before = 'closed' or v.probe_failed then now() else v.opened_at end,
            probe_job_id = case when v.after = 'probing' then c.probe_job_id end,
            probe_claim_no = case when v.after = 'probing' then c.probe_claim_no end,
            last_error = case when v.succeeded then null else coalesce(v.error, c.last_error) end,
            updated_at = now()
        from verdict v
        where c.device_id = v.device_id
        returning c.device_id, v.before, c.state as after, c.failures, coalesce(c.last_error, '') as last_error, coalesce(v.probe_failed, false) as probe_failed
        """;

    // A probe that was canceled, released or lost with its worker has said nothing: the circuit is open and due again. The claim
    // is named twice: the circuit may have got another probe since it was looked at.
    public const string ReturnLostProbes =
        """
        with stray as materialized (
            select c.device_id, c.probe_job_id, c.probe_claim_no
            from device_circuits c
            where c.state = 'probing'
              and not exists (select from jobs j where j.id = c.probe_job_id and j.claim_no = c.probe_claim_no and j.status = 'running')
        )
        update device_circuits c
        set state = 'open', probe_job_id = null, probe_claim_no = null, updated_at = now()
        from stray
        where c.device_id = stray.device_id and c.state = 'probing'
          and c.probe_job_id = stray.probe_job_id and c.probe_claim_no = stray.probe_claim_no
        returning c.device_id
        """;

    // Every worker that could run jobs there has lost the device. The last of them may have lost it in the same moment as
    // another, or another may have left since.
    public const string OpenUnreached =
        """
        insert into device_circuits as c (device_id, state, failures, opened_at, last_error)
        select d.id, 'open', @opens_at, now(), 'no worker can connect'
        from devices d
        where d.status = 'online'
          and exists (
              select from worker_reach r
              join workers o on o.id = r.worker_id and o.status = 'online'
              where r.device_id = d.id and r.lost_at > now() - make_interval(secs => @rest_seconds))
          and not exists (
              select from workers w
              where
        """ + " " + Reaching +
        """
        )
        order by d.id
        on conflict (device_id) do update
        set state = 'open', failures = greatest(c.failures, excluded.failures), opened_at = now(), last_error = excluded.last_error, updated_at = now()
        where c.state = 'closed'
        returning device_id
        """;

    // By an operator's word: closed, and every worker may try. Answers nothing when there is no such device.
    public const string Reset =
        """
        with device as (
            select id
            from devices
            where id = @device
        ), reached as (
            delete from worker_reach r
            using device
            where r.device_id = device.id
        ), closed as (
            update device_circuits c
            set state = 'closed', failures = 0, opened_at = null, probe_job_id = null, probe_claim_no = null, last_error = null, updated_at = now()
            from device
            where c.device_id = device.id and (c.state <> 'closed' or c.failures > 0)
        )
        select id
        from device
        """;

    // Devices that were away and answer again. What broke them was their being away: nobody waits for the end of the rest to find
    // that out, the one probe is due at once, and every worker may try.
    public const string EndRest =
        """
        with back as materialized (
            select id
            from devices
            where id = any(@devices) and status = 'offline' and not held
        ), lost as materialized (
            select r.worker_id, r.device_id
            from worker_reach r
            join back on back.id = r.device_id
            order by r.worker_id, r.device_id
            for update of r
        ), reached as (
            delete from worker_reach r
            using lost
            where r.worker_id = lost.worker_id and r.device_id = lost.device_id
        ), resting as materialized (
            select c.device_id
            from device_circuits c
            join back on back.id = c.device_id
            where c.state = 'open' and (select count(*) from lost) >= 0
            order by c.device_id
            for update of c
        )
        update device_circuits c
        set opened_at = least(c.opened_at, now() - make_interval(secs => @rest_seconds)), updated_at = now()
        from resting
        where c.device_id = resting.device_id and c.state = 'open'
        """;
}
