namespace LlmMcp.Bench.Dashboards;

/// <summary>A week of a large installation, written directly: a million jobs through the doors would take longer than the measurement.</summary>
internal static class DashboardSql
{
    public const string Fleet =
        """
        insert into devices (id, name, host, provider, base_url, origin, probed_by, status, latency_ms, last_seen, tags)
        select 'node-' || n, 'node-' || n, 'host-' || n / 2, 'ollama', 'http://10.0.' || n / 250 || '.' || n % 250 || ':11434', 'bench', 'elsewhere',
               case when n % 20 = 0 then 'offline' else 'online' end, 5, now() + interval '1 day', '{"ollama": true}'
        from generate_series(1, 200) n;

        insert into models (provider, id, tier, params_b)
        select 'ollama', 'model-' || n || ':3b', 'small', 3 from generate_series(1, 40) n;

        insert into device_models (device_id, provider, model_id, loaded)
        select 'node-' || d, 'ollama', 'model-' || 1 + (d + m) % 40 || ':3b', m = 1
        from generate_series(1, 200) d, generate_series(1, 10) m;

        insert into device_slots (device_id, slot)
        select 'node-' || d, s from generate_series(1, 200) d, generate_series(1, 2) s;

        insert into device_tallies (device_id, hour, attempts, done, ms, timed)
        select 'node-' || d, date_trunc('hour', now()) - make_interval(hours => h), 30, 29, 29000, 29
        from generate_series(1, 200) d, generate_series(0, 167) h;
        """;

    public const string EndedJobs =
        """
        insert into jobs (id, kind, block, source, payload, result, status, attempts, claim_no, worker_id, device_id, queued_at, started_at, finished_at)
        select gen_random_uuid(), 'ollama.generate', 'ollama.generate|model-1:3b|', 'source-' || n % 50, '{"model": "model-1:3b", "prompt": "hello"}',
               '{"response": "hello"}', case when n % 50 = 0 then 'error' else 'done' end, 1, 1, 'w', 'node-' || 1 + n % 200,
               now() - interval '1 day', now() - interval '1 day', now() - interval '1 day'
        from generate_series(1, @jobs) n
        """;

    public const string QueuedJobs =
        """
        insert into jobs (id, kind, block, source, payload)
        select gen_random_uuid(), 'ollama.generate', 'ollama.generate|model-' || 1 + n % 40 || ':3b|', 'source-' || n % 4, '{"prompt": "hello"}'
        from generate_series(1, @jobs) n
        """;

    public const string RunningJobs =
        """
        with taken as (
            update device_slots
            set job_id = gen_random_uuid(), claim_no = 1
            where slot = 1
            returning job_id, device_id
        )
        insert into jobs (id, kind, block, payload, status, attempts, claim_no, worker_id, device_id, lease_until, started_at)
        select job_id, 'ollama.generate', 'ollama.generate|model-1:3b|', '{"model": "model-1:3b"}', 'running', 1, 1, 'w', device_id, now() + interval '1 day', now()
        from taken
        """;

    public const string Costs =
        """
        insert into llm_costs (provider, model_id, cost_usd, created_at)
        select 'openai', 'gpt-4o-mini', 0.0001, now() - make_interval(secs => n * 2.5)
        from generate_series(1, 1000000) n
        """;

    // The sums as Core would have written them, an hour of minutes included.
    public const string Tallies =
        """
        insert into job_tallies (minute, kind, event, jobs)
        select '-infinity'::timestamptz, kind, 'submitted', count(*) from jobs group by kind
        union all
        select '-infinity'::timestamptz, kind, status, count(*) from jobs where status in ('done', 'error') group by kind, status
        union all
        select date_trunc('minute', now()) - make_interval(mins => m), 'kind-' || k, event, 10
        from generate_series(0, 59) m, generate_series(1, 20) k, (values ('submitted'), ('done')) e (event)
        """;

    public const string Vacuum = "vacuum analyze";
}
