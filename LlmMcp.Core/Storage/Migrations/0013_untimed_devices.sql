-- A device none of whose answers was timed has no mean latency: least() passes over null, so it was shown as the largest integer.
create or replace view v_device_stats as
select d.id as device_id, d.name, d.status, d.last_seen,
       coalesce(t.attempts, 0)::bigint as total_jobs_7d,
       coalesce(t.done, 0)::bigint as done_jobs_7d,
       coalesce(round(100.0 * t.done / nullif(t.attempts, 0), 1), 0) as success_rate,
       case when t.timed > 0 then least(2147483647, round(t.ms / t.timed))::integer end as avg_latency_ms
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
