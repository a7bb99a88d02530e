namespace LlmMcp.Core.Workers;

/// <summary>Statements on workers.</summary>
internal static class WorkerSql
{
    // One row per worker, however often it registers. `session` is null for workers that use single calls, and for single calls
    // (metrics) of an attached worker, which say nothing of its kinds.
    public const string Register =
        """
        insert into workers (id, name, platform, arch, host, tags, kinds, version, session_id, status, last_seen)
        values (@id, @name, @platform, @arch, @host, @tags, @kinds, @version, @session, 'online', now())
        on conflict (id) do update
        set name = excluded.name, platform = excluded.platform, arch = excluded.arch, host = excluded.host,
            tags = excluded.tags,
            kinds = case when excluded.session_id is null and workers.session_id is not null then workers.kinds else excluded.kinds end,
            version = case when excluded.session_id is null and workers.session_id is not null then workers.version else excluded.version end,
            session_id = coalesce(excluded.session_id, workers.session_id), status = 'online', last_seen = now()
        """;

    public const string Seen = "update workers set status = 'online', last_seen = now() where id = any(@ids)";

    // Orderly good-bye of a stream; only while the row still names it.
    public const string Detach =
        """
        update workers
        set session_id = null, status = 'offline', last_seen = now()
        where id = @id and session_id = @session
        """;

    // Workers of single calls say nothing when they leave.
    public const string MarkSilent =
        """
        update workers
        set status = 'offline'
        where status = 'online' and last_seen < now() - make_interval(secs => @silent_seconds)
        """;

    public const string RemoveForgotten =
        """
        delete from workers w
        where w.status = 'offline' and w.last_seen < now() - interval '7 days'
          and not exists (select from jobs j where j.worker_id = w.id and j.status = 'running')
        """;

    public const string List =
        """
        select w.id, w.name, w.platform, w.arch, w.host, w.kinds, w.version, w.status, w.last_seen, w.session_id is not null as attached,
               (select count(*) from jobs j where j.worker_id = w.id and j.status = 'running') as held
        from workers w
        order by w.status desc, w.last_seen desc
        limit 500
        """;

    public const string AddMetrics =
        """
        insert into device_metrics (device_id, notes)
        select id, @notes
        from devices
        where id = @device
        """;

    public const string AddBenchmark =
        """
        insert into benchmarks (device_id, provider, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta)
        select id, provider, @model, @task_type, @tokens_in, @tokens_out, @latency_ms, @tps, @meta
        from devices
        where id = @device
        """;
}
