-- Jobs and their attempts. What waits goes on waiting, what runs is its worker's to report, what ended is kept.
do $carry$
declare
    moved bigint;
begin
    -- Attempts have no numbers there: their order gives them one. Of a job that runs, the newest is the job's own row here.
    create temp table old_attempt on commit drop as
    select job_id, worker_id, started_at, finished_at, status, error, metrics,
           row_number() over attempts as n, lead(started_at) over attempts as next_at, count(*) over (partition by job_id) as of
    from llm_mcp_deployed.job_attempts
    window attempts as (partition by job_id order by started_at, id);

    create temp table old_job on commit drop as
    select j.*, coalesce(a.n, 0) as claims, a.worker_id, a.started_at,
           -- Its worker is at it and will report: by its name, as it knows no numbers of claims.
           coalesce(j.status = 'running' and j.lease_until is not null and a.status = 'running' and length(a.worker_id) between 1 and 200, false) as held,
           case j.status when 'done' then 'done' when 'error' then 'error' when 'canceled' then 'canceled' when 'cancelled' then 'canceled'
               when 'queued' then 'queued' when 'running' then 'queued' else 'error' end as ended,
           left(coalesce(nullif(j.kind, ''), 'echo'), 200) as kind_here,
           j.kind in ('ollama.generate', 'ollama.chat', 'ollama.embed', 'openai.chat', 'openai.embed', 'openrouter.chat', 'compat.chat', 'compat.embed',
                      'benchmark.ollama.generate', 'benchmark.ollama.embed') as calls_model,
           case when j.kind like 'ollama.%' or j.kind like 'benchmark.ollama.%' then 'ollama' else '' end as provider,
           case when j.payload ->> 'device_id' in (select id from devices) then j.payload ->> 'device_id' end as device,
           -- Who asked for a quality got a device and a deadline by the router, not by wish.
           j.payload ? '_tier' as routed,
           extract(epoch from j.deadline_at - j.queued_at) as seconds
    from llm_mcp_deployed.jobs j
    left join old_attempt a on a.job_id = j.id and a.n = a.of;

    -- Ids of that system do not tell age, so its waiting jobs are a lane of their own: no later job of theirs passes them for ever.
    insert into jobs (id, kind, block, client, source, priority, status, payload, result, error, attempts, max_attempts, claim_no, worker_id, device_id,
                      lease_until, deadline_at, timeout_seconds, queued_at, updated_at, started_at, finished_at)
    select id, kind_here,
           case
               when not calls_model then pg_temp.block_part(kind_here)
               when model = '' and pin = '' then pg_temp.block_part(kind_here)
               else pg_temp.block_part(kind_here) || '|' || pg_temp.block_part(model) || '|' || pg_temp.block_part(pin)
           end,
           case when status in ('queued', 'running') then 'deployed' else '' end, left(coalesce(source, ''), 200), greatest(priority, -2147483647), status,
           case when status = 'queued' and routed then payload - array['device_id', 'ollama_addr', 'ollama_host', '_tier', '_price_in_1m', '_price_out_1m'] else payload end,
           result, error, charged,
           greatest(least(greatest(max_attempts, 1), 1000), charged + case when status = 'queued' then 1 else 0 end),
           greatest(claims, charged),
           case when status <> 'queued' then worker_id end, case when status <> 'queued' then coalesce(nullif(result ->> 'device_id', ''), device) end,
           case when status = 'running' then lease_until end,
           case when status in ('queued', 'running') and by_router then null else deadline_at end,
           case when status in ('queued', 'running') and by_router then round(seconds)::integer end,
           queued_at, updated_at, started_at, case when status in ('done', 'error', 'canceled') then updated_at end
    from (
        select o.id, o.kind_here, o.calls_model, o.source, o.priority, o.payload, o.result, o.lease_until, o.deadline_at, o.queued_at, o.updated_at,
               o.started_at, o.worker_id, o.device, o.routed, o.seconds, o.claims, o.max_attempts,
               case when o.held then 'running' else o.ended end as status,
               case when o.ended = 'error' and o.status <> 'error' then coalesce(o.error, 'its status was ' || left(o.status, 100)) else o.error end as error,
               least(greatest(o.attempts, case when o.held then 1 else 0 end), 999) as charged,
               o.routed and round(o.seconds) in (15, 30, 60, 90, 120, 180) as by_router,
               pg_temp.canonical(o.provider, coalesce(trim(o.payload ->> 'model'), '')) as model,
               case when o.routed or o.provider = '' then '' else coalesce(o.device, '') end as pin
        from old_job o
    ) job;
    get diagnostics moved = row_count;
    insert into carried_over (name, rows, carried) select 'jobs', (select count(*) from llm_mcp_deployed.jobs), moved;

    -- A worker that holds a job is there, and so is the place it takes on its device.
    update workers
    set status = 'online', last_seen = now()
    where id in (select worker_id from jobs where status = 'running');
    insert into workers (id, status)
    select distinct worker_id, 'online' from jobs where status = 'running'
    on conflict (id) do nothing;
    insert into device_slots (device_id, slot, job_id, claim_no, model)
    select j.device_id, row_number() over (partition by j.device_id order by j.id), j.id, j.claim_no, pg_temp.canonical(o.provider, coalesce(trim(j.payload ->> 'model'), ''))
    from jobs j
    join old_job o on o.id = j.id
    where j.status = 'running' and o.calls_model and j.device_id in (select id from devices);

    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, finished_at, status, error, metrics)
    select a.job_id, a.n, coalesce(a.worker_id, ''), j.device, a.started_at, coalesce(a.finished_at, a.next_at, j.updated_at, a.started_at),
           case when a.status in ('done', 'error') then a.status else 'lost' end, a.error, a.metrics
    from old_attempt a
    join old_job j on j.id = a.job_id
    where not (j.held and a.n = a.of);
    insert into carried_over (name, rows, carried) select 'job_attempts', count(*), count(*) from old_attempt;

    insert into job_tallies (minute, kind, event, jobs)
    select '-infinity', kind, event, sum(jobs)
    from (
        select case when dense_rank() over (order by kind) <= 200 then kind else '' end as kind, event, jobs
        from (
            select kind, 'submitted' as event, count(*) as jobs from jobs group by kind
            union all
            select kind, status, count(*) from jobs where status in ('done', 'error', 'canceled') group by kind, status
        ) counted
    ) known
    group by kind, event;

    insert into device_tallies (device_id, hour, attempts, done, ms, timed)
    select device_id, date_trunc('hour', finished_at), count(*), count(*) filter (where status = 'done'),
           coalesce(sum(ms) filter (where status = 'done'), 0), count(ms) filter (where status = 'done')
    from (
        select device_id, finished_at, status, case when jsonb_typeof(metrics -> 'ms') = 'number' then (metrics ->> 'ms')::double precision end as ms
        from job_attempts
        where device_id is not null and started_at >= now() - interval '7 days'
    ) ended
    group by 1, 2;
end
$carry$;
