-- Benchmarks: which measurements were asked for, how they compare over time, and how devices did lately.

-- A measurement asked for. Written before its job, so that the job's end finds it: a row here, not what a caller writes into
-- `source`, makes an ordinary job a benchmark.
create table benchmark_runs (
    job_id     uuid primary key,
    device_id  text not null references devices (id) on delete cascade,
    provider   text not null,
    model_id   text not null,
    task_type  text not null check (task_type in ('generate', 'embed')),
    -- Core asked for it, not a caller.
    automatic  boolean not null,
    created_at timestamptz not null default now(),
    -- When its job was seen to have ended.
    ended_at   timestamptz,
    ok         boolean,
    constraint benchmark_runs_ended_has_outcome check ((ended_at is null) = (ok is null))
);
create index benchmark_runs_open_idx on benchmark_runs (device_id) where ended_at is null;
-- One automatic run per device at a time, whichever Core starts it.
create unique index benchmark_runs_automatic_idx on benchmark_runs (device_id) where automatic and ended_at is null;
create index benchmark_runs_created_idx on benchmark_runs (created_at);

alter table benchmarks
    -- The job that measured; null for what a worker reported by itself.
    add column job_id uuid;
-- One measurement per job, however often its end is told.
create unique index benchmarks_job_idx on benchmarks (job_id) where job_id is not null;
create index benchmarks_created_idx on benchmarks (created_at desc);

-- The latest measurement beside the median of the hundred before it. A speed of 0 means that none was measured.
create view v_benchmark_trends as
with numbered as (
    select device_id, model_id, task_type, provider, nullif(tps, 0)::double precision as tps, latency_ms, created_at,
           row_number() over (partition by device_id, model_id, task_type order by created_at desc, id desc) as n
    from benchmarks
    where ok
)
select device_id, model_id, task_type,
       max(provider) as provider,
       count(*) as runs,
       min(created_at) as first_at,
       max(created_at) as last_at,
       max(tps) filter (where n = 1) as tps,
       max(latency_ms) filter (where n = 1) as latency_ms,
       percentile_cont(0.5) within group (order by tps) filter (where n > 1) as earlier_tps,
       percentile_cont(0.5) within group (order by latency_ms::double precision) filter (where n > 1) as earlier_latency_ms
from numbered
where n <= 101
group by device_id, model_id, task_type;

-- For the ratings below; attempts that needed no device stay out of it.
create index job_attempts_device_idx on job_attempts (device_id, started_at) where device_id is not null;

-- Ended attempts of the last 7 days. What the node is not to blame for does not lower its rating: canceled, released, a bad
-- request, a missing key, a model it never had, a full queue. Metrics come from workers and may be anything.
create or replace view v_device_stats as
select d.id as device_id, d.name, d.status, d.last_seen,
       count(a.job_id) as total_jobs_7d,
       count(a.job_id) filter (where a.status = 'done') as done_jobs_7d,
       coalesce(round(100.0 * count(a.job_id) filter (where a.status = 'done') / nullif(count(a.job_id), 0), 1), 0) as success_rate,
       least(2147483647, avg(case when jsonb_typeof(a.metrics -> 'ms') = 'number' then (a.metrics ->> 'ms')::numeric end) filter (where a.status = 'done'))::integer as avg_latency_ms
from devices d
left join job_attempts a
       on a.device_id = d.id
      and a.device_id is not null
      and a.started_at >= now() - interval '7 days'
      and a.status in ('done', 'error', 'lost')
      and coalesce(a.error_class, '') not in ('request', 'not_configured', 'model_missing', 'overloaded')
group by d.id;
