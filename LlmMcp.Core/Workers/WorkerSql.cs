namespace LlmMcp.Core.Workers;

/// <summary>Statements on workers.</summary>
internal static class WorkerSql
{
    // One row per worker, however often it registers. `session` is null for single calls, which must not unsay what an attached
    // worker's hello said. Writes nothing while another process is attached under the id and was heard of lately.
    public const string Register =
        """
        insert into workers (id, name, platform, arch, host, tags, kinds, version, session_id, instance, status, last_seen)
        values (@id, @name, @platform, @arch, @host, @tags, @kinds, @version, @session, @instance, 'online', now())
        on conflict (id) do update
        set name = excluded.name, platform = excluded.platform, arch = excluded.arch, host = excluded.host,
            tags = excluded.tags,
            kinds = case when excluded.session_id is null and workers.session_id is not null then workers.kinds else excluded.kinds end,
            version = case when excluded.session_id is null and workers.session_id is not null then workers.version else excluded.version end,
            instance = case when excluded.session_id is null then workers.instance else excluded.instance end,
            session_id = coalesce(excluded.session_id, workers.session_id), status = 'online', last_seen = now()
        where excluded.session_id is null or workers.session_id is null
           or excluded.instance = '' or workers.instance = '' or excluded.instance = workers.instance
           or workers.last_seen < now() - make_interval(secs => @alive_seconds)
        """;

    public const string Seen = "update workers set status = 'online', last_seen = now() where id = any(@ids)";

    // The stream has ended, with or without a good-bye: whoever comes next under the id is welcome.
    public const string StreamEnded = "update workers set instance = '' where id = @id and session_id = @session";

    // Orderly good-bye of a stream; only while the row still names it.
    public const string Detach =
        """
        update workers
        set session_id = null, status = 'offline', last_seen = now()
        where id = @id and session_id = @session
        """;

    // Workers of single calls say nothing when they leave, and neither does a Core that was killed with a stream attached.
    public const string MarkSilent =
        """
        update workers
        set status = 'offline', session_id = null
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

    // The lock keeps a device that leaves the settings right now until the row that names it is stored.
    public const string AddMetrics =
        """
        insert into device_metrics (device_id, notes)
        select id, @notes
        from devices
        where id = @device
        for key share
        """;

    // Named as the fleet names it, so that the router finds it; what a name means depends on the provider, which is known here.
    public const string AddBenchmark =
        """
        insert into benchmarks (device_id, provider, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta)
        select id, provider, case provider when 'ollama' then @ollama_model else @model end, @task_type, @tokens_in, @tokens_out, @latency_ms, @tps, @meta
        from devices
        where id = @device
        for key share
        """;
}
