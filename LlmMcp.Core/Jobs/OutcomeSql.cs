namespace LlmMcp.Core.Jobs;

/// <summary>
/// Statements that record how attempts ended. Each names the state and the holder it expects: (job, running, worker, claim);
/// claim 0 comes from an old client, which is fenced by worker and <c>running</c>. Each answers the numbers of the reports it
/// accepted: of two reports of one claim that share a batch only one is. A report that is missing was no longer the caller's, and
/// nothing of it changed. All lock their rows first, in the order of the ids: results, heartbeats and sweeps of the same jobs meet
/// all the time and would otherwise wait for each other in a circle.
/// </summary>
internal static class OutcomeSql
{
    public const string Complete =
        """
        with e as materialized (
            select e.*
            from unnest(@ids::uuid[], @claims::bigint[], @workers::text[], @results::jsonb[], @metrics::jsonb[])
                 with ordinality as e (id, claim_no, worker_id, result, metrics, ord)
            join jobs j using (id)
            where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
            order by id
            for update of j
        ), done as (
            update jobs j
            set status = 'done', result = e.result, error = null, error_class = null, lease_until = null,
                updated_at = now(), finished_at = now()
            from e
            where j.id = e.id
            returning j.id, j.claim_no, j.kind, j.client, j.source, j.device_id, j.worker_id, j.started_at, j.queued_at,
                      j.traceparent, e.metrics, e.ord
        ), attempt as (
            insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, metrics)
            select id, claim_no, worker_id, device_id, started_at, 'done', metrics
            from done
        ), freed as (
            update device_slots s
            set job_id = null, claim_no = null
            from done
            where s.job_id = done.id and done.device_id is not null
        ), tallied as (
            insert into job_tally_log (kind, event, jobs)
            select kind, 'done', count(*)
            from done
            group by kind
        ), rated as (
            insert into device_tally_log (device_id, attempts, done, ms, timed)
            select device_id, count(*), count(*), coalesce(sum(ms), 0), count(ms)
            from (
                -- A week at most: a number that no double holds would undo the whole batch.
                select device_id, case when jsonb_typeof(metrics -> 'ms') = 'number' then
                           case when (metrics ->> 'ms')::numeric between 0 and 604800000 then (metrics ->> 'ms')::double precision end
                       end as ms
                from done
                where device_id is not null
            ) timed
            group by device_id
        )
        select id, claim_no, kind, client, source, device_id, worker_id, 'done' as status, ord, false as cold, traceparent,
               extract(epoch from now() - queued_at)::double precision as age
        from done
        """;

    // Backoff 1 s * 2^n, at most 60 s, spread by a fifth either way so that a burst of failures does not return as a burst.
    public const string Fail =
        """
        with e as materialized (
            select e.*
            from unnest(@ids::uuid[], @claims::bigint[], @workers::text[], @errors::text[], @classes::text[],
                        @retry_after::double precision[], @final::boolean[], @metrics::jsonb[])
                 with ordinality as e (id, claim_no, worker_id, error, error_class, retry_after, final, metrics, ord)
            join jobs j using (id)
            where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
            order by id
            for update of j
        ), failed as (
            update jobs j
            set status = case when e.final or j.attempts >= j.max_attempts then 'error' else 'queued' end,
                error = e.error,
                error_class = e.error_class,
                worker_id = case when e.final or j.attempts >= j.max_attempts then j.worker_id end,
                device_id = case when e.final or j.attempts >= j.max_attempts then j.device_id end,
                lease_until = null,
                run_at = case when not e.final and j.attempts < j.max_attempts then
                    now() + make_interval(secs => greatest(
                        e.retry_after,
                        least(60, power(2, least(j.attempts, 7) - 1) * (0.8 + 0.4 * random())))) end,
                updated_at = now(),
                finished_at = case when e.final or j.attempts >= j.max_attempts then now() end
            from e
            where j.id = e.id
            returning j.id, j.claim_no, j.kind, j.client, j.source, j.status, e.worker_id, j.started_at, j.queued_at,
                      j.traceparent, e.error, e.error_class, e.metrics, e.ord
        ), held as (
            select job_id, device_id, cold
            from device_slots
            where job_id = any(@ids::uuid[])
        ), attempt as (
            insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error, error_class, metrics)
            select id, claim_no, worker_id, held.device_id, started_at, 'error', error, error_class, metrics
            from failed
            left join held on held.job_id = failed.id
        ), freed as (
            update device_slots s
            set job_id = null, claim_no = null
            from failed
            where s.job_id = failed.id
        ), tallied as (
            insert into job_tally_log (kind, event, jobs)
            select kind, 'error', count(*)
            from failed
            where status = 'error'
            group by kind
        ), rated as (
            insert into device_tally_log (device_id, attempts, done, ms, timed)
            select held.device_id, count(*), 0, 0, 0
            from failed
            join held on held.job_id = failed.id
            -- What a node is not to blame for does not lower its rating.
            where failed.error_class not in ('request', 'not_configured', 'model_missing', 'overloaded')
            group by held.device_id
        )
        select id, claim_no, kind, client, source, held.device_id, worker_id, status, ord, coalesce(held.cold, false) as cold, traceparent,
               extract(epoch from now() - queued_at)::double precision as age
        from failed
        left join held on held.job_id = failed.id
        """;

    // Given back at shutdown: the attempt is not charged, the fence stays where it is.
    public const string Release =
        """
        with e as materialized (
            select e.*
            from unnest(@ids::uuid[], @claims::bigint[], @workers::text[]) with ordinality as e (id, claim_no, worker_id, ord)
            join jobs j using (id)
            where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
            order by id
            for update of j
        ), released as (
            update jobs j
            set status = 'queued', worker_id = null, device_id = null, lease_until = null,
                attempts = greatest(j.attempts - 1, 0), updated_at = now()
            from e
            where j.id = e.id
            returning j.id, j.claim_no, j.kind, j.client, j.source, e.worker_id, j.started_at, e.ord
        ), held as (
            select job_id, device_id
            from device_slots
            where job_id = any(@ids::uuid[])
        ), attempt as (
            insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status)
            select id, claim_no, worker_id, held.device_id, started_at, 'released'
            from released
            left join held on held.job_id = released.id
        ), freed as (
            update device_slots s
            set job_id = null, claim_no = null
            from released
            where s.job_id = released.id
        )
        select id, claim_no, kind, client, source, held.device_id, worker_id, 'queued' as status, ord, false as cold, null as traceparent,
               0::double precision as age
        from released
        left join held on held.job_id = released.id
        """;

    // now() + lease, not lease_until + lease: a burst of heartbeats must not pile up a lease of hours.
    public const string Heartbeat =
        """
        with e as materialized (
            select id
            from unnest(@ids::uuid[], @claims::bigint[]) as e (id, claim_no)
            join jobs j using (id)
            where j.status = 'running' and j.worker_id = @worker and (e.claim_no = 0 or j.claim_no = e.claim_no)
            order by id
            for update of j
        )
        update jobs j
        set lease_until = now() + make_interval(secs => @lease_seconds)
        from e
        where j.id = e.id
        returning j.id, j.claim_no
        """;
}
