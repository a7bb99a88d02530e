namespace LlmMcp.Core.Jobs.Tallies;

/// <summary>
/// Statements that keep the sums behind the counters. Those that end or store jobs write the log themselves; these fold it.
/// </summary>
internal static class TallySql
{
    // One folder at a time: two would wait for each other's sums. Held until the transaction ends.
    public const string TryLock = "select pg_try_advisory_xact_lock(7526411040)";

    // Kinds are the callers' words. Beyond five hundred they are summed up under no name.
    public const string FoldJobs =
        """
        with taken as (
            delete from job_tally_log
            returning at, kind, event, jobs
        ), known as (
            select distinct kind
            from job_tallies
        ), fresh as (
            select kind, row_number() over (order by kind) + (select count(*) from known) as n
            from (select kind from taken except select kind from known) k
        )
        insert into job_tallies (minute, kind, event, jobs)
        select date_trunc('minute', t.at), case when fresh.n > 500 then '' else t.kind end, t.event, sum(t.jobs)
        from taken t
        left join fresh using (kind)
        group by 1, 2, 3
        on conflict (minute, kind, event) do update set jobs = job_tallies.jobs + excluded.jobs
        """;

    // The dashboard shows an hour.
    public const string FoldMinutes =
        """
        with old as (
            delete from job_tallies
            where minute > '-infinity' and minute < now() - interval '70 minutes'
            returning kind, event, jobs
        )
        insert into job_tallies (minute, kind, event, jobs)
        select '-infinity'::timestamptz, kind, event, sum(jobs)
        from old
        group by kind, event
        on conflict (minute, kind, event) do update set jobs = job_tallies.jobs + excluded.jobs
        """;

    public const string DropEmpty = "delete from job_tallies where minute = '-infinity' and jobs = 0";

    public const string FoldDevices =
        """
        with taken as (
            delete from device_tally_log
            returning at, device_id, attempts, done, ms, timed
        )
        insert into device_tallies (device_id, hour, attempts, done, ms, timed)
        select device_id, date_trunc('hour', at), sum(attempts), sum(done), sum(ms), sum(timed)
        from taken
        group by 1, 2
        on conflict (device_id, hour) do update
        set attempts = device_tallies.attempts + excluded.attempts, done = device_tallies.done + excluded.done,
            ms = device_tallies.ms + excluded.ms, timed = device_tallies.timed + excluded.timed
        """;

    public const string DropOldDevices = "delete from device_tallies where hour < now() - interval '8 days'";

    // Counts anew and writes the difference, should there be one: a statement that was forgotten, a Core of an older build, an
    // operator's own delete. Jobs and log rows commit together, so one snapshot of both is exact; a kind first seen
    // since the last fold stands in the log alone. Reads the whole table.
    public const string Correct =
        """
        with known as (
            select kind
            from job_tallies
            union
            select kind
            from job_tally_log
        ), actual as (
            select case when kind in (select kind from known) then kind else '' end as kind, status, count(*) as jobs
            from jobs
            group by 1, 2
        ), expected as (
            select kind, 'submitted' as event, sum(jobs) as jobs from actual group by kind
            union all
            select kind, status, jobs from actual where status in ('done', 'error', 'canceled')
        ), counted as (
            select kind, event, sum(jobs) as jobs
            from (
                select kind, event, jobs from job_tallies
                union all
                select kind, event, jobs from job_tally_log
            ) t
            group by kind, event
        )
        insert into job_tally_log (at, kind, event, jobs)
        select '-infinity'::timestamptz, kind, event, coalesce(expected.jobs, 0) - coalesce(counted.jobs, 0)
        from expected
        full join counted using (kind, event)
        where coalesce(expected.jobs, 0) <> coalesce(counted.jobs, 0)
        """;
}
