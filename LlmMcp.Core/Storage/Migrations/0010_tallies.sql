-- Counters: how many jobs there are, ended and how, and how reliable a device is, without reading a million rows to find out.
-- Whoever stores or ends jobs writes what changed into a log, in the same statement. Rows are only inserted there, so nobody waits
-- for a counter; one Core at a time folds the log into the sums. Sums and log together are exact in any snapshot.

create table job_tally_log (
    -- '-infinity' for what belongs to no minute: jobs removed by retention, corrections.
    at    timestamptz not null default now(),
    kind  text not null,
    event text not null check (event in ('submitted', 'done', 'error', 'canceled')),
    jobs  bigint not null
)
with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create table job_tallies (
    -- '-infinity' is everything older than the minutes kept.
    minute timestamptz not null,
    -- Empty for kinds beyond the first few hundred.
    kind   text not null,
    event  text not null check (event in ('submitted', 'done', 'error', 'canceled')),
    jobs   bigint not null,
    primary key (minute, kind, event)
)
with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- Ended attempts of a device. What the node is not to blame for (canceled, released, a bad request, a missing key, a model it
-- never had, a full queue) is not written.
create table device_tally_log (
    at        timestamptz not null default now(),
    device_id text not null,
    attempts  bigint not null,
    done      bigint not null,
    -- Milliseconds of the done ones that were timed, and how many those are.
    ms        double precision not null,
    timed     bigint not null
)
with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create table device_tallies (
    device_id text not null,
    hour      timestamptz not null,
    attempts  bigint not null,
    done      bigint not null,
    ms        double precision not null,
    timed     bigint not null,
    primary key (device_id, hour)
)
with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

insert into job_tallies (minute, kind, event, jobs)
select '-infinity'::timestamptz, kind, 'submitted', count(*) from jobs group by kind
union all
select '-infinity'::timestamptz, kind, status, count(*) from jobs where status in ('done', 'error', 'canceled') group by kind, status;

insert into device_tallies (device_id, hour, attempts, done, ms, timed)
select device_id, date_trunc('hour', finished_at), count(*), count(*) filter (where status = 'done'),
       coalesce(sum(ms) filter (where status = 'done'), 0), count(ms) filter (where status = 'done')
from (
    select device_id, finished_at, status,
           case when jsonb_typeof(metrics -> 'ms') = 'number' then (metrics ->> 'ms')::double precision end as ms
    from job_attempts
    where device_id is not null and status in ('done', 'error', 'lost') and started_at >= now() - interval '7 days'
      and coalesce(error_class, '') not in ('request', 'not_configured', 'model_missing', 'overloaded')
) ended
group by 1, 2;

-- The same columns as before, from the sums.
create or replace view v_device_stats as
select d.id as device_id, d.name, d.status, d.last_seen,
       coalesce(t.attempts, 0)::bigint as total_jobs_7d,
       coalesce(t.done, 0)::bigint as done_jobs_7d,
       coalesce(round(100.0 * t.done / nullif(t.attempts, 0), 1), 0) as success_rate,
       least(2147483647, round(t.ms / nullif(t.timed, 0)))::integer as avg_latency_ms
from devices d
left join (
    select device_id, sum(attempts) as attempts, sum(done) as done, sum(ms) as ms, sum(timed) as timed
    from (
        select device_id, attempts, done, ms, timed from device_tallies where hour >= now() - interval '7 days'
        union all
        select device_id, attempts, done, ms, timed from device_tally_log
    ) ended
    group by device_id
) t on t.device_id = d.id;

-- What the last month cost is asked for all the time; local answers, most of the rows, cost nothing.
create index llm_costs_paid_idx on llm_costs (created_at) include (cost_usd) where cost_usd > 0;
