namespace LlmMcp.Core.Benchmarks;

/// <summary>Statements of benchmarks.</summary>
internal static class BenchmarkSql
{
    // A device that leaves at this moment drops out; the job that names it will not find it either.
    public const string InsertRuns =
        """
        insert into benchmark_runs (job_id, device_id, provider, model_id, task_type, automatic)
        select r.job_id, d.id, r.provider, r.model_id, r.task_type, @automatic
        from unnest(@jobs::uuid[], @devices::text[], @providers::text[], @models::text[], @task_types::text[])
             as r (job_id, device_id, provider, model_id, task_type)
        join devices d on d.id = r.device_id
        order by r.job_id
        for key share of d
        """;

    // Runs in the transaction that ends the jobs. An ordinary job counts only if a run was asked for; what it was asked for is
    // what was measured, whatever name the server gives.
    public const string Record =
        """
        insert into benchmarks (job_id, device_id, provider, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta)
        select m.job_id, d.id, d.provider, coalesce(r.model_id, m.model_id), coalesce(r.task_type, m.task_type),
               m.tokens_in, m.tokens_out, m.latency_ms, m.tps, m.meta || jsonb_build_object('provider', d.provider, 'automatic', coalesce(r.automatic, false))
        from unnest(@jobs::uuid[], @devices::text[], @models::text[], @task_types::text[], @tokens_in::integer[], @tokens_out::integer[],
                    @latencies::integer[], @tps::numeric[], @metas::jsonb[], @by_kind::boolean[])
             as m (job_id, device_id, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta, by_kind)
        join devices d on d.id = m.device_id
        left join benchmark_runs r on r.job_id = m.job_id
        where m.by_kind or r.job_id is not null
        order by m.job_id
        for key share of d
        on conflict do nothing
        """;

    // Closes runs whose jobs have ended, however they did, or were never stored.
    public const string Settle =
        """
        update benchmark_runs r
        set ended_at = coalesce(j.finished_at, now()), ok = coalesce(j.status = 'done', false)
        from benchmark_runs open
        left join jobs j on j.id = open.job_id
        where open.ended_at is null and open.job_id = r.job_id and r.ended_at is null
          and case when j.id is null then open.created_at < now() - interval '10 minutes' else j.finished_at is not null end
        """;

    public const string ForgetOldRuns = "delete from benchmark_runs where created_at < now() - interval '90 days'";

    public const string ForgetOldResults = "delete from benchmarks where created_at < now() - interval '400 days'";

    // One Core plans at a time; the others let the round pass. Held until the transaction ends.
    public const string TryLock = "select pg_try_advisory_xact_lock(7526411040)";

    public const string Clock =
        """
        select now(), count(*)::integer
        from benchmark_runs
        where automatic and created_at > now() - interval '1 hour'
        """;

    // Real answers count as measurements too. Older benchmarks are as good as none.
    public const string ListMeasured =
        """
        select device_id, model_id, max(at)
        from (
            select device_id, model_id, max(created_at) as at
            from benchmarks
            where ok and created_at > now() - make_interval(days => @max_age_days)
            group by device_id, model_id
            union all
            select device_id, model_id, updated_at
            from model_speeds
        ) measured
        group by device_id, model_id
        """;

    // Failures in a row since the last success, of the last week.
    public const string ListFailures =
        """
        select f.device_id, f.model_id, count(*)::integer, max(f.ended_at)
        from benchmark_runs f
        where f.automatic and not f.ok and f.ended_at > now() - interval '7 days'
          and not exists (
              select from benchmark_runs s
              where s.device_id = f.device_id and s.model_id = f.model_id and s.ok and s.ended_at > f.ended_at)
        group by f.device_id, f.model_id
        """;

    public const string ListOpenDevices = "select distinct device_id from benchmark_runs where ended_at is null";

    // Each block that has a ready job: one index probe per block (a loose index scan), however many jobs wait.
    public const string ListWaitingBlocks =
        """
        with recursive waiting as (
            (select block from jobs where status = 'queued' and run_at is null order by block limit 1)
            union all
            select next.block
            from waiting
            cross join lateral (
                select j.block
                from jobs j
                where j.status = 'queued' and j.run_at is null and j.block > waiting.block
                order by j.block
                limit 1
            ) next
        )
        select block
        from waiting
        limit @limit
        """;

    public const string List =
        """
        select device_id, model_id, task_type, coalesce(tokens_in, 0), coalesce(tokens_out, 0), coalesce(latency_ms, 0),
               coalesce(tps, 0)::double precision, created_at, provider, ok, job_id,
               -- Other rows have whatever a worker put there.
               case when job_id is not null then (meta ->> 'automatic')::boolean end, case when job_id is not null then (meta ->> 'load_ms')::double precision end
        from benchmarks
        where (@device::text is null or device_id = @device)
          and (@model::text is null or lower(model_id) = lower(@model))
          and (@task_type::text is null or task_type = @task_type)
        order by created_at desc, id desc
        limit @limit
        """;

    public const string Compare =
        """
        select device_id, model_id, task_type, provider, runs, first_at, last_at, tps, latency_ms::double precision, earlier_tps, earlier_latency_ms
        from v_benchmark_trends
        where (@device::text is null or device_id = @device)
          and (@model::text is null or lower(model_id) = lower(@model))
          and (@task_type::text is null or task_type = @task_type)
        order by model_id, task_type, device_id
        limit @limit
        """;

    public const string ListRatings =
        """
        select device_id, name, status, last_seen, total_jobs_7d, done_jobs_7d, success_rate, avg_latency_ms
        from v_device_stats
        order by device_id
        """;
}
