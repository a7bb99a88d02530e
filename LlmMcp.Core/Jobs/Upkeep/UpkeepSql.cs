namespace LlmMcp.Core.Jobs.Upkeep;

/// <summary>
/// Statements nobody asks for: leases that ran out, deadlines, backoffs that are over, retention. Any number of Cores may run
/// them at once; each takes rows the others have not locked.
/// </summary>
internal static class UpkeepSql
{
    // A backoff is over: the job enters the ready index. Its place there is its age, as before.
    public const string Promote =
        """
        update jobs
        set run_at = null, updated_at = now()
        where id = any(array(
            select id
            from jobs
            where status = 'queued' and run_at is not null and run_at <= now()
            order by run_at
            limit @limit
            for update skip locked))
        returning id
        """;

    public const string NextPromotion =
        "select extract(epoch from min(run_at) - now())::double precision from jobs where status = 'queued' and run_at is not null";

    // A lost worker costs no wait but the attempt stays charged: a job that kills its workers ends in error.
    private const string TakeBack =
        """
        , back as (
            update jobs j
            set status = case when j.attempts >= j.max_attempts then 'error' else 'queued' end,
                error = case when j.attempts >= j.max_attempts then @reason else j.error end,
                error_class = case when j.attempts >= j.max_attempts then 'lost' else j.error_class end,
                worker_id = case when j.attempts >= j.max_attempts then j.worker_id end,
                device_id = case when j.attempts >= j.max_attempts then j.device_id end,
                lease_until = null,
                updated_at = now(),
                finished_at = case when j.attempts >= j.max_attempts then now() end
            from lost
            where j.id = lost.id
            returning j.id, j.claim_no, j.status, j.kind
        ), tallied as (
            insert into job_tally_log (kind, event, jobs)
            select kind, 'error', count(*)
            from back
            where status = 'error'
            group by kind
        ), rated as (
            insert into device_tally_log (device_id, attempts, done, ms, timed)
            select device_id, count(*), 0, 0, 0
            from lost
            where device_id is not null
            group by device_id
        ), attempt as (
            insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
            select id, claim_no, worker_id, device_id, started_at, 'lost', @reason
            from lost
        ), freed as (
            update device_slots s
            set job_id = null, claim_no = null
            from lost
            where s.job_id = lost.id
        )
        select id, claim_no, status
        from back
        """;

    public const string ExpireLeases =
        """
        with lost as (
            select id, claim_no, worker_id, device_id, started_at
            from jobs
            where status = 'running' and lease_until < now()
              and (@claimed_within::double precision is null or started_at > now() - make_interval(secs => @claimed_within))
            order by id
            limit @limit
            for update skip locked
        )
        """ + TakeBack;

    // Only while the worker's row still names the stream that ended: attached elsewhere, it keeps its jobs.
    public const string TakeBackFromWorker =
        """
        with gone as (
            update workers
            set session_id = null, status = 'offline', last_seen = now()
            where id = @worker and session_id = @session
            returning id
        ), lost as (
            select j.id, j.claim_no, j.worker_id, j.device_id, j.started_at
            from jobs j
            join gone on gone.id = j.worker_id
            where j.status = 'running'
            order by j.id
            for update of j
        )
        """ + TakeBack;

    // A worker's new session names what it still holds; what it does not name, an earlier process of it has lost. Waits for rows
    // that a heartbeat or a late result has locked: a skipped one would stay with nobody until its lease runs out.
    public const string TakeBackUnnamed =
        """
        with lost as (
            select id, claim_no, worker_id, device_id, started_at
            from jobs
            where worker_id = @worker and status = 'running' and not (id = any(@held))
            order by id
            for update
        )
        """ + TakeBack;

    public const string TakeBackFromDevices =
        """
        with lost as (
            select id, claim_no, worker_id, device_id, started_at
            from jobs
            where status = 'running' and device_id = any(@devices)
            order by id
            for update skip locked
        )
        """ + TakeBack;

    public const string EnforceDeadlines =
        """
        with late as (
            select id, status, claim_no, worker_id, device_id, started_at
            from jobs
            where deadline_at <= now() and deadline_at is not null and status in ('queued', 'running')
            order by id
            limit @limit
            for update skip locked
        ), ended as (
            update jobs j
            set status = 'error', error = 'deadline_exceeded', error_class = 'deadline_exceeded', lease_until = null,
                run_at = null, updated_at = now(), finished_at = now()
            from late
            where j.id = late.id
            returning j.id, j.claim_no, j.status, j.kind
        ), tallied as (
            insert into job_tally_log (kind, event, jobs)
            select kind, status, count(*)
            from ended
            group by kind, status
        ), attempt as (
            insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
            select id, claim_no, worker_id, device_id, started_at, 'canceled', 'deadline_exceeded'
            from late
            where status = 'running'
        ), freed as (
            update device_slots s
            set job_id = null, claim_no = null
            from late
            where s.job_id = late.id
        )
        select id, claim_no, status
        from ended
        """;

    // A cancel that waited for the lock of a claim sees the claimed job, but its slot as it was before: the slot stays taken.
    // A committed slot always names the running claim it was taken by, so any other one is such a leftover. The claim is named
    // again in the update: a slot that another Core freed and a claim took meanwhile is none.
    public const string FreeStraySlots =
        """
        with stray as materialized (
            select s.device_id, s.slot, s.job_id, s.claim_no
            from device_slots s
            left join jobs j on j.id = s.job_id
            where s.job_id is not null and (j.id is null or j.status <> 'running' or j.claim_no <> s.claim_no)
        )
        update device_slots s
        set job_id = null, claim_no = null
        from stray
        where s.device_id = stray.device_id and s.slot = stray.slot and s.job_id = stray.job_id and s.claim_no = stray.claim_no
        """;

    public const string NextDeadline =
        """
        select extract(epoch from min(deadline_at) - now())::double precision
        from jobs
        where deadline_at is not null and status in ('queued', 'running')
        """;

    // Nothing was finished here yet that is old enough: only jobs carried over from the deployed system are, and they stay as long
    // from then on as others from their end.
    private const string OldEnough =
        """
        status in ('done', 'error', 'canceled')
              and finished_at < now() - make_interval(days => @days)
              and not exists (select from carried_over where at > now() - make_interval(days => @days))
            order by id
            limit @limit
            for update skip locked
        ), attempts as (
            delete from job_attempts a using old where a.job_id = old.id
        ), deltas as (
            delete from job_deltas d using old where d.job_id = old.id
        ), removed as (
            delete from jobs j using old where j.id = old.id returning j.id, j.kind, j.status
        ), tallied as (
            insert into job_tally_log (at, kind, event, jobs)
            select '-infinity'::timestamptz, kind, status, -count(*)
            from removed
            group by kind, status
            union all
            select '-infinity'::timestamptz, kind, 'submitted', -count(*)
            from removed
            group by kind
        )
        select count(*) from removed
        """;

    // Ids are age: the scan starts at the oldest job and @before (the id a job of that age would have) ends it.
    // Costs stay; attempts and deltas go with the job.
    public const string RemoveOld =
        """
        with old as (
            select id
            from jobs
            where id < @before and 
        """ + OldEnough;

    // Ids of the deployed system (JobIds.FirstCarried) say nothing of age, and there are no more of them every day.
    public const string RemoveOldCarried =
        """
        with old as (
            select id
            from jobs
            where id >= @first_carried and 
        """ + OldEnough;
}
