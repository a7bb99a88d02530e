using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// Statements of the dashboard, read in one snapshot. Each is bounded whatever the tables hold: ended jobs are read as sums,
/// queued ones lane by lane, running ones are few.
/// </summary>
internal static class DashboardSql
{
    public const string Now = "select now()";

    public const string Totals =
        """
        select kind, event, sum(jobs)::bigint
        from (
            select kind, event, jobs from job_tallies
            union all
            select kind, event, jobs from job_tally_log
        ) t
        group by kind, event
        """;

    public const string Minutes =
        """
        select date_trunc('minute', at), event, sum(jobs)::bigint
        from (
            select minute as at, event, jobs from job_tallies where minute > now() - interval '1 hour'
            union all
            select at, event, jobs from job_tally_log where at > now() - interval '1 hour'
        ) t
        group by 1, 2
        """;

    public const string Running =
        """
        select kind, device_id, count(*), count(*) filter (where lease_until < now())
        from jobs
        where status = 'running'
        group by kind, device_id
        """;

    public const string RunningJobs =
        """
        select id, kind, left(payload ->> 'model', 300), device_id, worker_id, source, attempts, started_at, updated_at
        from jobs
        where status = 'running'
        order by updated_at desc, id desc
        limit @limit
        """;

    // The lanes as the scheduler sees them, and of each lane as many entries as fit the bound: with a million jobs waiting the
    // counts are "at least", and say so.
    public const string Lanes = LaneSql.Heads +
        """
        select lane.block, lane.source, head.kind, extract(epoch from now() - head.queued_at)::double precision as age, counted.jobs
        from (select * from lane limit @lanes) lane
        join jobs head on head.id = lane.id
        cross join lateral (
            select count(*) as jobs
            from (
                select
                from jobs j
                where j.status = 'queued' and j.run_at is null
                  and j.block = lane.block and (-j.priority) = lane.rank and j.client = lane.client and j.source = lane.source
                limit @most
            ) entry
        ) counted
        """;

    // Jobs that wait out a backoff are in no lane.
    public const string Waiting =
        """
        select block, source, kind, count(*)
        from (
            select block, source, kind
            from jobs
            where status = 'queued' and run_at is not null
            order by run_at
            limit @most
        ) waiting
        group by block, source, kind
        """;

    public const string Workers =
        """
        select kinds
        from workers
        where status = 'online' and last_seen > now() - interval '10 minutes'
        limit 10000
        """;

    public const string Devices = "select id, platform, arch, tags from devices";

    public const string Ratings = "select device_id, total_jobs_7d, done_jobs_7d, success_rate, avg_latency_ms from v_device_stats where total_jobs_7d > 0";

    // Of Cores that were here lately.
    public const string LimitMistakes =
        """
        select distinct mistake
        from limit_settings, unnest(mistakes) mistake
        where updated_at > now() - interval '1 day'
        order by mistake
        limit 20
        """;

    public const string Connections =
        """
        select count(*) filter (where state = 'active'), count(*) filter (where state <> 'active'), current_setting('max_connections')::integer
        from pg_stat_activity
        where datname = current_database()
        """;

    // Paid answers by minute; only those since a moment are read, the rest is known.
    public const string Costs =
        """
        select date_trunc('minute', created_at), sum(cost_usd)
        from llm_costs
        where cost_usd > 0 and created_at >= @since
        group by 1
        """;
}
