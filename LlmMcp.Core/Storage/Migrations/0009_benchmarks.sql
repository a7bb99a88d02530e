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
