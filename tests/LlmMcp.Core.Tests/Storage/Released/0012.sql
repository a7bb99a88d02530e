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
-- statement
update workers set status = 'online', last_seen = now() where id = any(@ids)
-- statement
update workers set instance = '' where id = @id and session_id = @session
-- statement
update workers
set session_id = null, status = 'offline', last_seen = now()
where id = @id and session_id = @session
-- statement
update workers
set status = 'offline', session_id = null
where status = 'online' and last_seen < now() - make_interval(secs => @silent_seconds)
-- statement
delete from workers w
where w.status = 'offline' and w.last_seen < now() - interval '7 days'
  and not exists (select from jobs j where j.worker_id = w.id and j.status = 'running')
-- statement
select w.id, w.name, w.platform, w.arch, w.host, w.kinds, w.version, w.status, w.last_seen, w.session_id is not null as attached,
       (select count(*) from jobs j where j.worker_id = w.id and j.status = 'running') as held
from workers w
order by w.status desc, w.last_seen desc
limit 500
-- statement
insert into device_metrics (device_id, notes)
select id, @notes
from devices
where id = @device
for key share
-- statement
insert into benchmarks (device_id, provider, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta)
select id, provider, case when provider = 'ollama' and position(':' in split_part(@model, '/', -1)) = 0 then @model || ':latest' else @model end, @task_type, @tokens_in, @tokens_out, @latency_ms, @tps, @meta
from devices
where id = @device
for key share
-- statement
select pg_advisory_lock(7526411037)
-- statement
select pg_advisory_unlock(7526411037)
-- statement
select case
    when to_regclass('schema_migrations') is not null then 'own'
    when to_regclass('jobs') is null then 'empty'
    when to_regclass('devices') is not null and to_regclass('device_models') is not null and to_regclass('device_limits') is not null
        and to_regclass('job_attempts') is not null and to_regclass('benchmarks') is not null and to_regclass('model_pricing') is not null
        and (
            select count(*) filter (where attname in ('kind', 'payload', 'priority', 'status', 'source', 'attempts', 'max_attempts', 'lease_until',
                                                      'deadline_at', 'result', 'error', 'queued_at', 'updated_at')) = 13
               and count(*) filter (where attname in ('block', 'claim_no')) = 0
            from pg_attribute
            where attrelid = to_regclass('jobs') and not attisdropped)
        then 'deployed'
    else 'foreign'
end
-- statement
select sum(pg_total_relation_size(to_regclass(name)))::bigint
from unnest(array['jobs', 'job_attempts', 'llm_costs', 'device_metrics', 'benchmarks']) as name
-- statement
select count(*)
from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> 'llm-mcp'
-- statement
update jobs set lease_until = greatest(lease_until, clock_timestamp() + interval '2 minutes') where status = 'running'
-- statement
analyze jobs, job_attempts, llm_costs, benchmarks, device_metrics
-- statement
select name, rows, carried from carried_over order by name
-- statement
set local lock_timeout = '3s'
-- statement
set local lock_timeout = '30s'
-- statement
set local lock_timeout = 0
-- statement
select version, name, checksum, oldest_core from schema_migrations order by version
-- statement
insert into schema_migrations (version, name, checksum, oldest_core) values (@version, @name, @checksum, @oldest_core)
-- statement
with recursive lane as (
    (
        select block, -priority as rank, client, source, id
        from jobs
        where status = 'queued' and run_at is null
          and (block, -priority, client, source) > (@block, @rank, @client, @source)
        order by block, (-priority), client, source, id
        limit 1
    )
    union all
    select next.*
    from lane
    cross join lateral (
        select j.block, -j.priority as rank, j.client, j.source, j.id
        from jobs j
        where j.status = 'queued' and j.run_at is null
          and (j.block, -j.priority, j.client, j.source) > (lane.block, lane.rank, lane.client, lane.source)
        order by j.block, (-j.priority), j.client, j.source, j.id
        limit 1
    ) next
)
select block, rank, client, source, id
from lane
limit @limit
-- statement
update jobs j
set status = 'running', worker_id = @worker, attempts = attempts + 1, claim_no = claim_no + 1,
    lease_until = now() + make_interval(secs => @lease_seconds), started_at = now(), updated_at = now()
where id = any(array(
    select picked.id
    from unnest(@blocks::text[], @ranks::integer[], @clients::text[], @sources::text[], @heads::uuid[], @counts::integer[])
         as lane (block, rank, client, source, head, wanted)
    cross join lateral (
        select id
        from jobs
        where status = 'queued' and run_at is null
          and block = lane.block and (-priority) = lane.rank and client = lane.client and source = lane.source
          and id >= lane.head
          and (deadline_at is null or deadline_at > now())
        order by id
        limit lane.wanted
        for update skip locked
    ) picked))
returning id, claim_no, kind, block, payload, attempts, max_attempts, timeout_seconds, j.device_id, traceparent, deadline_at,
stream, priority, client, source, queued_at, updated_at, lease_until
-- statement
with probe as materialized (
    select c.device_id
    from unnest(@devices::text[], @probes::boolean[]) as device (id, probe)
    join device_circuits c on c.device_id = device.id
    where device.probe and c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds)
    for update of c skip locked
), device as materialized (
    select device.*
    from unnest(@devices::text[], @kinds::text[], @models::text[], @whys::text[], @probes::boolean[], @colds::boolean[], @slots::integer[])
         with ordinality as device (id, kind, model, why, probe, cold, wanted, ord)
    where (select d.status from devices d where d.id = device.id) = 'online'
      and case
          when device.probe then device.id in (select device_id from probe)
          else coalesce((select c.state from device_circuits c where c.device_id = device.id), 'closed') = 'closed'
      end
      and not exists (
          select from device_models m
          where m.device_id = device.id and m.model_id = device.model and m.forbidden is not null)
), slot as materialized (
    select free.*, row_number() over (order by ord, slot) as n
    from (
        select device.ord, device.kind, device.model, device.why, device.probe, device.cold, taken.device_id, taken.slot
        from device
        cross join lateral (
            select device_id, slot
            from device_slots
            where device_id = device.id and job_id is null and not retired
            order by slot
            limit device.wanted
            for update skip locked
        ) taken
    ) free
), job as materialized (
    select id, claim_no, row_number() over (order by round, ord) as n
    from (
        select lane.ord, picked.id, picked.claim_no, row_number() over (partition by lane.ord order by picked.id) as round
        from unnest(@blocks::text[], @ranks::integer[], @clients::text[], @sources::text[], @heads::uuid[], @counts::integer[])
             with ordinality as lane (block, rank, client, source, head, wanted, ord)
        cross join lateral (
            select id, claim_no
            from jobs
            where status = 'queued' and run_at is null
              and block = lane.block and (-priority) = lane.rank and client = lane.client and source = lane.source
              and id >= lane.head
              and (deadline_at is null or deadline_at > now())
            order by id
            limit lane.wanted
            for update skip locked
        ) picked
    ) ready
), pair as materialized (
    select job.id, job.claim_no, slot.*
    from job
    join slot using (n)
), taken as (
    update device_slots s
    set job_id = pair.id, claim_no = pair.claim_no + 1, model = pair.model, cold = pair.cold
    from pair
    where s.device_id = pair.device_id and s.slot = pair.slot
), probing as (
    update device_circuits c
    set state = 'probing', probe_job_id = pair.id, probe_claim_no = pair.claim_no + 1, updated_at = now()
    from pair
    where pair.probe and c.device_id = pair.device_id and c.state = 'open'
)
update jobs j
set status = 'running', worker_id = @worker, device_id = pair.device_id, attempts = j.attempts + 1,
    claim_no = j.claim_no + 1, lease_until = now() + make_interval(secs => @lease_seconds), started_at = now(),
    updated_at = now()
from pair
where j.id = pair.id
returning j.id, j.claim_no, j.kind, j.block, j.payload, j.attempts, j.max_attempts, j.timeout_seconds, j.device_id,
          j.traceparent, j.deadline_at, j.stream, j.priority, j.client, j.source, j.queued_at, j.updated_at, j.lease_until
-- statement
with probe as materialized (
    select c.device_id
    from unnest(@devices::text[], @probes::boolean[]) as device (id, probe)
    join device_circuits c on c.device_id = device.id
    where device.probe and c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds)
    for update of c skip locked
), device as materialized (
    select device.*
    from unnest(@devices::text[], @kinds::text[], @models::text[], @whys::text[], @probes::boolean[], @colds::boolean[], @slots::integer[])
         with ordinality as device (id, kind, model, why, probe, cold, wanted, ord)
    where (select d.status from devices d where d.id = device.id) = 'online'
      and case
          when device.probe then device.id in (select device_id from probe)
          else coalesce((select c.state from device_circuits c where c.device_id = device.id), 'closed') = 'closed'
      end
      and not exists (
          select from device_models m
          where m.device_id = device.id and m.model_id = device.model and m.forbidden is not null)
), slot as materialized (
    select free.*, row_number() over (order by ord, slot) as n
    from (
        select device.ord, device.kind, device.model, device.why, device.probe, device.cold, taken.device_id, taken.slot
        from device
        cross join lateral (
            select device_id, slot
            from device_slots
            where device_id = device.id and job_id is null and not retired
            order by slot
            limit device.wanted
            for update skip locked
        ) taken
    ) free
), job as materialized (
    select id, claim_no, row_number() over (order by round, ord) as n
    from (
        select lane.ord, picked.id, picked.claim_no, row_number() over (partition by lane.ord order by picked.id) as round
        from unnest(@blocks::text[], @ranks::integer[], @clients::text[], @sources::text[], @heads::uuid[], @counts::integer[])
             with ordinality as lane (block, rank, client, source, head, wanted, ord)
        cross join lateral (
            select id, claim_no
            from jobs
            where status = 'queued' and run_at is null
              and block = lane.block and (-priority) = lane.rank and client = lane.client and source = lane.source
              and id >= lane.head
              and (deadline_at is null or deadline_at > now())
            order by id
            limit lane.wanted
            for update skip locked
        ) picked
    ) ready
), pair as materialized (
    select job.id, job.claim_no, slot.*
    from job
    join slot using (n)
), taken as (
    update device_slots s
    set job_id = pair.id, claim_no = pair.claim_no + 1, model = pair.model, cold = pair.cold
    from pair
    where s.device_id = pair.device_id and s.slot = pair.slot
), probing as (
    update device_circuits c
    set state = 'probing', probe_job_id = pair.id, probe_claim_no = pair.claim_no + 1, updated_at = now()
    from pair
    where pair.probe and c.device_id = pair.device_id and c.state = 'open'
)
update jobs j
set status = 'running', worker_id = @worker, device_id = pair.device_id, attempts = j.attempts + 1,
    claim_no = j.claim_no + 1, lease_until = now() + make_interval(secs => @lease_seconds), started_at = now(),
    updated_at = now(),
    kind = pair.kind,
    payload = case
        when pair.model = '' then j.payload - 'model'
        when j.payload ->> 'model' = pair.model then j.payload
        else j.payload || jsonb_build_object('model', pair.model)
    end,
    route = coalesce(j.route, '{}') || jsonb_build_object('claims',
        case
            when jsonb_array_length(coalesce(j.route -> 'claims', '[]')) < 20 then coalesce(j.route -> 'claims', '[]')
            else (j.route -> 'claims') - 0
        end || jsonb_build_array(jsonb_build_object(
            'claim_no', j.claim_no + 1, 'device_id', pair.device_id, 'kind', pair.kind, 'model', pair.model, 'why', pair.why)))
from pair
where j.id = pair.id
returning j.id, j.claim_no, j.kind, j.block, j.payload, j.attempts, j.max_attempts, j.timeout_seconds, j.device_id,
          j.traceparent, j.deadline_at, j.stream, j.priority, j.client, j.source, j.queued_at, j.updated_at, j.lease_until
-- statement
select s.device_id, count(*)::integer as total, count(*) filter (where s.job_id is null and not s.retired)::integer as free, coalesce(bool_or(c.state = 'open'), false) as probe_due
from device_slots s
join devices d on d.id = s.device_id
left join device_circuits c on c.device_id = s.device_id
where d.status = 'online'
  and (c.state is null or c.state = 'closed' or (c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds)))
group by s.device_id
having bool_or(s.job_id is null and not s.retired)
-- statement
select lane.ord, count(*)::integer, case when @with_ids then array_agg(ready.id order by ready.id) end
from unnest(@blocks::text[], @ranks::integer[], @clients::text[], @sources::text[], @heads::uuid[])
     with ordinality as lane (block, rank, client, source, head, ord)
cross join lateral (
    select id
    from jobs
    where status = 'queued' and run_at is null
      and block = lane.block and (-priority) = lane.rank and client = lane.client and source = lane.source
      and id >= lane.head
    order by id
    limit @limit
) ready
group by lane.ord
-- statement
select s.device_id, j.kind, s.model, extract(epoch from now() - j.started_at)::double precision
from device_slots s
join devices d on d.id = s.device_id
left join device_circuits c on c.device_id = s.device_id
left join jobs j on j.id = s.job_id
where d.status = 'online' and coalesce(c.state, 'closed') = 'closed'
limit 20000
-- statement
select distinct kind
from workers w
cross join lateral unnest(case when w.kinds = '{}' then @deployed::text[] else w.kinds end) kind
where w.status = 'online'
-- statement
select now()
-- statement
with stored as (
    insert into jobs (id, kind, block, client, source, priority, payload, max_attempts, deadline_at, timeout_seconds,
                      stream, traceparent, retried_from, route)
    select *
    from unnest(@ids::uuid[], @kinds::text[], @blocks::text[], @clients::text[], @sources::text[], @priorities::integer[],
                @payloads::jsonb[], @max_attempts::integer[], @deadlines::timestamptz[], @timeouts::integer[],
                @streams::boolean[], @traceparents::text[], @retried::uuid[], @routes::jsonb[])
    returning kind
)
insert into job_tally_log (kind, event, jobs)
select kind, 'submitted', count(*)
from stored
group by kind
-- statement
select id, kind, status, payload, result, error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
retried_from, route from jobs where id = any(@ids)
-- statement
select id, kind, status,
case when @brief::boolean then jsonb_strip_nulls(jsonb_build_object('model', payload -> 'model')) else payload end,
case when @brief then null else result end,
error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
retried_from, case when @brief then null else route end
from jobs
where id >= @from::uuid and id < @before::uuid
  and (@status::text is null or status = @status)
  and (@kind::text is null or kind = @kind)
  and (@source::text is null or source = @source)
order by id desc
limit @limit
-- statement
select id, kind, status,
case when @brief::boolean then jsonb_strip_nulls(jsonb_build_object('model', payload -> 'model')) else payload end,
case when @brief then null else result end,
error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
retried_from, case when @brief then null else route end
from jobs
where status = 'queued'
  and id >= @from::uuid and id < @before::uuid
  and (@kind::text is null or kind = @kind)
  and (@source::text is null or source = @source)
order by id desc
limit @limit
-- statement
select id, kind, status,
case when @brief::boolean then jsonb_strip_nulls(jsonb_build_object('model', payload -> 'model')) else payload end,
case when @brief then null else result end,
error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
retried_from, case when @brief then null else route end
from jobs
where status = 'running'
  and id >= @from::uuid and id < @before::uuid
  and (@kind::text is null or kind = @kind)
  and (@source::text is null or source = @source)
order by id desc
limit @limit
-- statement
with old as (
    select id, status, claim_no, worker_id, device_id, started_at
    from jobs
    where id = @id and status in ('queued', 'running')
    for update
), canceled as (
    update jobs j
    set status = 'canceled', lease_until = null, run_at = null, updated_at = now(), finished_at = now()
    from old
    where j.id = old.id
    returning j.id, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'canceled', 1
    from canceled
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status)
    select id, claim_no, worker_id, device_id, started_at, 'canceled'
    from old
    where status = 'running'
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from old
    where s.job_id = old.id
)
select old.claim_no, old.device_id is not null as had_slot
from old join canceled using (id)
-- statement
with stored as (
    insert into jobs (id, kind, block, client, source, priority, payload, max_attempts, timeout_seconds, stream,
                      traceparent, retried_from, route)
    select @new_id, kind, block, client, source, priority, payload, max_attempts, timeout_seconds, stream,
           traceparent, id, route - 'claims'
    from jobs
    where id = @id and status in ('done', 'error', 'canceled')
    returning kind, block, priority, client, source
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'submitted', 1
    from stored
)
select block, priority, client, source
from stored
-- statement
select claim_no, worker_id, device_id, started_at, finished_at, status, error, error_class, metrics
from job_attempts
where job_id = @id
order by claim_no desc
limit @limit
-- statement
select pg_notify('llm_mcp', @message)
-- statement
with e as materialized (
    select e.*
    from unnest(@ids::uuid[], @claims::bigint[], @workers::text[], @results::jsonb[], @metrics::jsonb[])
         with ordinality as e (id, claim_no, worker_id, result, metrics, ord)
    join jobs j using (id)
    where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
    order by id
    for update of j
), done as (
    update jobs j
    set status = 'done', result = e.result, error = null, error_class = null, lease_until = null,
        updated_at = now(), finished_at = now()
    from e
    where j.id = e.id
    returning j.id, j.claim_no, j.kind, j.client, j.source, j.device_id, j.worker_id, j.started_at, j.traceparent,
              e.metrics, e.ord
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, metrics)
    select id, claim_no, worker_id, device_id, started_at, 'done', metrics
    from done
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from done
    where s.job_id = done.id and done.device_id is not null
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'done', count(*)
    from done
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select device_id, count(*), count(*), coalesce(sum(ms), 0), count(ms)
    from (
        select device_id, case when jsonb_typeof(metrics -> 'ms') = 'number' then (metrics ->> 'ms')::double precision end as ms
        from done
        where device_id is not null
    ) timed
    group by device_id
)
select id, claim_no, kind, client, source, device_id, worker_id, 'done' as status, ord, false as cold, traceparent
from done
-- statement
with e as materialized (
    select e.*
    from unnest(@ids::uuid[], @claims::bigint[], @workers::text[], @errors::text[], @classes::text[],
                @retry_after::double precision[], @final::boolean[], @metrics::jsonb[])
         with ordinality as e (id, claim_no, worker_id, error, error_class, retry_after, final, metrics, ord)
    join jobs j using (id)
    where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
    order by id
    for update of j
), failed as (
    update jobs j
    set status = case when e.final or j.attempts >= j.max_attempts then 'error' else 'queued' end,
        error = e.error,
        error_class = e.error_class,
        worker_id = case when e.final or j.attempts >= j.max_attempts then j.worker_id end,
        device_id = case when e.final or j.attempts >= j.max_attempts then j.device_id end,
        lease_until = null,
        run_at = case when not e.final and j.attempts < j.max_attempts then
            now() + make_interval(secs => greatest(
                e.retry_after,
                least(60, power(2, least(j.attempts, 7) - 1) * (0.8 + 0.4 * random())))) end,
        updated_at = now(),
        finished_at = case when e.final or j.attempts >= j.max_attempts then now() end
    from e
    where j.id = e.id
    returning j.id, j.claim_no, j.kind, j.client, j.source, j.status, e.worker_id, j.started_at, j.traceparent,
              e.error, e.error_class, e.metrics, e.ord
), held as (
    select job_id, device_id, cold
    from device_slots
    where job_id = any(@ids::uuid[])
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error, error_class, metrics)
    select id, claim_no, worker_id, held.device_id, started_at, 'error', error, error_class, metrics
    from failed
    left join held on held.job_id = failed.id
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from failed
    where s.job_id = failed.id
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'error', count(*)
    from failed
    where status = 'error'
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select held.device_id, count(*), 0, 0, 0
    from failed
    join held on held.job_id = failed.id
    -- What a node is not to blame for does not lower its rating.
    where failed.error_class not in ('request', 'not_configured', 'model_missing', 'overloaded')
    group by held.device_id
)
select id, claim_no, kind, client, source, held.device_id, worker_id, status, ord, coalesce(held.cold, false) as cold, traceparent
from failed
left join held on held.job_id = failed.id
-- statement
with e as materialized (
    select e.*
    from unnest(@ids::uuid[], @claims::bigint[], @workers::text[]) with ordinality as e (id, claim_no, worker_id, ord)
    join jobs j using (id)
    where j.status = 'running' and j.worker_id = e.worker_id and (e.claim_no = 0 or j.claim_no = e.claim_no)
    order by id
    for update of j
), released as (
    update jobs j
    set status = 'queued', worker_id = null, device_id = null, lease_until = null,
        attempts = greatest(j.attempts - 1, 0), updated_at = now()
    from e
    where j.id = e.id
    returning j.id, j.claim_no, j.kind, j.client, j.source, e.worker_id, j.started_at, e.ord
), held as (
    select job_id, device_id
    from device_slots
    where job_id = any(@ids::uuid[])
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status)
    select id, claim_no, worker_id, held.device_id, started_at, 'released'
    from released
    left join held on held.job_id = released.id
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from released
    where s.job_id = released.id
)
select id, claim_no, kind, client, source, held.device_id, worker_id, 'queued' as status, ord, false as cold, null as traceparent
from released
left join held on held.job_id = released.id
-- statement
with e as materialized (
    select id
    from unnest(@ids::uuid[], @claims::bigint[]) as e (id, claim_no)
    join jobs j using (id)
    where j.status = 'running' and j.worker_id = @worker and (e.claim_no = 0 or j.claim_no = e.claim_no)
    order by id
    for update of j
)
update jobs j
set lease_until = now() + make_interval(secs => @lease_seconds)
from e
where j.id = e.id
returning j.id, j.claim_no
-- statement
update jobs
set run_at = null, updated_at = now()
where id = any(array(
    select id
    from jobs
    where status = 'queued' and run_at is not null and run_at <= now()
    order by run_at
    limit @limit
    for update skip locked))
returning id
-- statement
select extract(epoch from min(run_at) - now())::double precision from jobs where status = 'queued' and run_at is not null
-- statement
with lost as (
    select id, claim_no, worker_id, device_id, started_at
    from jobs
    where status = 'running' and lease_until < now()
      and (@claimed_within::double precision is null or started_at > now() - make_interval(secs => @claimed_within))
    order by id
    limit @limit
    for update skip locked
), back as (
    update jobs j
    set status = case when j.attempts >= j.max_attempts then 'error' else 'queued' end,
        error = case when j.attempts >= j.max_attempts then @reason else j.error end,
        error_class = case when j.attempts >= j.max_attempts then 'lost' else j.error_class end,
        worker_id = case when j.attempts >= j.max_attempts then j.worker_id end,
        device_id = case when j.attempts >= j.max_attempts then j.device_id end,
        lease_until = null,
        updated_at = now(),
        finished_at = case when j.attempts >= j.max_attempts then now() end
    from lost
    where j.id = lost.id
    returning j.id, j.claim_no, j.status, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'error', count(*)
    from back
    where status = 'error'
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select device_id, count(*), 0, 0, 0
    from lost
    where device_id is not null
    group by device_id
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
    select id, claim_no, worker_id, device_id, started_at, 'lost', @reason
    from lost
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from lost
    where s.job_id = lost.id
)
select id, claim_no, status
from back
-- statement
with gone as (
    update workers
    set session_id = null, status = 'offline', last_seen = now()
    where id = @worker and session_id = @session
    returning id
), lost as (
    select j.id, j.claim_no, j.worker_id, j.device_id, j.started_at
    from jobs j
    join gone on gone.id = j.worker_id
    where j.status = 'running'
    order by j.id
    for update of j
), back as (
    update jobs j
    set status = case when j.attempts >= j.max_attempts then 'error' else 'queued' end,
        error = case when j.attempts >= j.max_attempts then @reason else j.error end,
        error_class = case when j.attempts >= j.max_attempts then 'lost' else j.error_class end,
        worker_id = case when j.attempts >= j.max_attempts then j.worker_id end,
        device_id = case when j.attempts >= j.max_attempts then j.device_id end,
        lease_until = null,
        updated_at = now(),
        finished_at = case when j.attempts >= j.max_attempts then now() end
    from lost
    where j.id = lost.id
    returning j.id, j.claim_no, j.status, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'error', count(*)
    from back
    where status = 'error'
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select device_id, count(*), 0, 0, 0
    from lost
    where device_id is not null
    group by device_id
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
    select id, claim_no, worker_id, device_id, started_at, 'lost', @reason
    from lost
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from lost
    where s.job_id = lost.id
)
select id, claim_no, status
from back
-- statement
with lost as (
    select id, claim_no, worker_id, device_id, started_at
    from jobs
    where worker_id = @worker and status = 'running' and not (id = any(@held))
    order by id
    for update
), back as (
    update jobs j
    set status = case when j.attempts >= j.max_attempts then 'error' else 'queued' end,
        error = case when j.attempts >= j.max_attempts then @reason else j.error end,
        error_class = case when j.attempts >= j.max_attempts then 'lost' else j.error_class end,
        worker_id = case when j.attempts >= j.max_attempts then j.worker_id end,
        device_id = case when j.attempts >= j.max_attempts then j.device_id end,
        lease_until = null,
        updated_at = now(),
        finished_at = case when j.attempts >= j.max_attempts then now() end
    from lost
    where j.id = lost.id
    returning j.id, j.claim_no, j.status, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'error', count(*)
    from back
    where status = 'error'
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select device_id, count(*), 0, 0, 0
    from lost
    where device_id is not null
    group by device_id
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
    select id, claim_no, worker_id, device_id, started_at, 'lost', @reason
    from lost
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from lost
    where s.job_id = lost.id
)
select id, claim_no, status
from back
-- statement
with lost as (
    select id, claim_no, worker_id, device_id, started_at
    from jobs
    where status = 'running' and device_id = any(@devices)
    order by id
    for update skip locked
), back as (
    update jobs j
    set status = case when j.attempts >= j.max_attempts then 'error' else 'queued' end,
        error = case when j.attempts >= j.max_attempts then @reason else j.error end,
        error_class = case when j.attempts >= j.max_attempts then 'lost' else j.error_class end,
        worker_id = case when j.attempts >= j.max_attempts then j.worker_id end,
        device_id = case when j.attempts >= j.max_attempts then j.device_id end,
        lease_until = null,
        updated_at = now(),
        finished_at = case when j.attempts >= j.max_attempts then now() end
    from lost
    where j.id = lost.id
    returning j.id, j.claim_no, j.status, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, 'error', count(*)
    from back
    where status = 'error'
    group by kind
), rated as (
    insert into device_tally_log (device_id, attempts, done, ms, timed)
    select device_id, count(*), 0, 0, 0
    from lost
    where device_id is not null
    group by device_id
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
    select id, claim_no, worker_id, device_id, started_at, 'lost', @reason
    from lost
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from lost
    where s.job_id = lost.id
)
select id, claim_no, status
from back
-- statement
with late as (
    select id, status, claim_no, worker_id, device_id, started_at
    from jobs
    where deadline_at <= now() and deadline_at is not null and status in ('queued', 'running')
    order by id
    limit @limit
    for update skip locked
), ended as (
    update jobs j
    set status = 'error', error = 'deadline_exceeded', error_class = 'deadline_exceeded', lease_until = null,
        run_at = null, updated_at = now(), finished_at = now()
    from late
    where j.id = late.id
    returning j.id, j.claim_no, j.status, j.kind
), tallied as (
    insert into job_tally_log (kind, event, jobs)
    select kind, status, count(*)
    from ended
    group by kind, status
), attempt as (
    insert into job_attempts (job_id, claim_no, worker_id, device_id, started_at, status, error)
    select id, claim_no, worker_id, device_id, started_at, 'canceled', 'deadline_exceeded'
    from late
    where status = 'running'
), freed as (
    update device_slots s
    set job_id = null, claim_no = null
    from late
    where s.job_id = late.id
)
select id, claim_no, status
from ended
-- statement
with stray as materialized (
    select s.device_id, s.slot, s.job_id, s.claim_no
    from device_slots s
    left join jobs j on j.id = s.job_id
    where s.job_id is not null and (j.id is null or j.status <> 'running' or j.claim_no <> s.claim_no)
)
update device_slots s
set job_id = null, claim_no = null
from stray
where s.device_id = stray.device_id and s.slot = stray.slot and s.job_id = stray.job_id and s.claim_no = stray.claim_no
-- statement
select extract(epoch from min(deadline_at) - now())::double precision
from jobs
where deadline_at is not null and status in ('queued', 'running')
-- statement
with old as (
    select id
    from jobs
    where id < @before and status in ('done', 'error', 'canceled')
      and finished_at < now() - make_interval(days => @days)
      and not exists (select from carried_over where at > now() - make_interval(days => @days))
    order by id
    limit @limit
    for update skip locked
), attempts as (
    delete from job_attempts a using old where a.job_id = old.id
), deltas as (
    delete from job_deltas d using old where d.job_id = old.id
), removed as (
    delete from jobs j using old where j.id = old.id returning j.id, j.kind, j.status
), tallied as (
    insert into job_tally_log (at, kind, event, jobs)
    select '-infinity'::timestamptz, kind, status, -count(*)
    from removed
    group by kind, status
    union all
    select '-infinity'::timestamptz, kind, 'submitted', -count(*)
    from removed
    group by kind
)
select count(*) from removed
-- statement
with old as (
    select id
    from jobs
    where id >= @first_carried and status in ('done', 'error', 'canceled')
      and finished_at < now() - make_interval(days => @days)
      and not exists (select from carried_over where at > now() - make_interval(days => @days))
    order by id
    limit @limit
    for update skip locked
), attempts as (
    delete from job_attempts a using old where a.job_id = old.id
), deltas as (
    delete from job_deltas d using old where d.job_id = old.id
), removed as (
    delete from jobs j using old where j.id = old.id returning j.id, j.kind, j.status
), tallied as (
    insert into job_tally_log (at, kind, event, jobs)
    select '-infinity'::timestamptz, kind, status, -count(*)
    from removed
    group by kind, status
    union all
    select '-infinity'::timestamptz, kind, 'submitted', -count(*)
    from removed
    group by kind
)
select count(*) from removed
-- statement
select pg_try_advisory_xact_lock(7526411040)
-- statement
with taken as (
    delete from job_tally_log
    returning at, kind, event, jobs
), known as (
    select distinct kind
    from job_tallies
), fresh as (
    select kind, row_number() over (order by kind) + (select count(*) from known) as n
    from (select kind from taken except select kind from known) k
)
insert into job_tallies (minute, kind, event, jobs)
select date_trunc('minute', t.at), case when fresh.n > 500 then '' else t.kind end, t.event, sum(t.jobs)
from taken t
left join fresh using (kind)
group by 1, 2, 3
on conflict (minute, kind, event) do update set jobs = job_tallies.jobs + excluded.jobs
-- statement
with old as (
    delete from job_tallies
    where minute > '-infinity' and minute < now() - interval '70 minutes'
    returning kind, event, jobs
)
insert into job_tallies (minute, kind, event, jobs)
select '-infinity'::timestamptz, kind, event, sum(jobs)
from old
group by kind, event
on conflict (minute, kind, event) do update set jobs = job_tallies.jobs + excluded.jobs
-- statement
delete from job_tallies where minute = '-infinity' and jobs = 0
-- statement
with taken as (
    delete from device_tally_log
    returning at, device_id, attempts, done, ms, timed
)
insert into device_tallies (device_id, hour, attempts, done, ms, timed)
select device_id, date_trunc('hour', at), sum(attempts), sum(done), sum(ms), sum(timed)
from taken
group by 1, 2
on conflict (device_id, hour) do update
set attempts = device_tallies.attempts + excluded.attempts, done = device_tallies.done + excluded.done,
    ms = device_tallies.ms + excluded.ms, timed = device_tallies.timed + excluded.timed
-- statement
delete from device_tallies where hour < now() - interval '8 days'
-- statement
with known as (
    select distinct kind
    from job_tallies
), actual as (
    select case when kind in (select kind from known) then kind else '' end as kind, status, count(*) as jobs
    from jobs
    group by 1, 2
), expected as (
    select kind, 'submitted' as event, sum(jobs) as jobs from actual group by kind
    union all
    select kind, status, jobs from actual where status in ('done', 'error', 'canceled')
), counted as (
    select kind, event, sum(jobs) as jobs
    from (
        select kind, event, jobs from job_tallies
        union all
        select kind, event, jobs from job_tally_log
    ) t
    group by kind, event
)
insert into job_tally_log (at, kind, event, jobs)
select '-infinity'::timestamptz, kind, event, coalesce(expected.jobs, 0) - coalesce(counted.jobs, 0)
from expected
full join counted using (kind, event)
where coalesce(expected.jobs, 0) <> coalesce(counted.jobs, 0)
-- statement
insert into job_deltas (job_id, claim_no, first_seq, last_seq, pieces)
select *
from unnest(@jobs::uuid[], @claims::bigint[], @first::bigint[], @last::bigint[], @pieces::jsonb[])
on conflict (job_id, claim_no, first_seq) do update
set last_seq = excluded.last_seq, pieces = excluded.pieces, written_at = now()
where excluded.last_seq > job_deltas.last_seq
-- statement
select d.job_id, d.claim_no, d.first_seq, d.pieces
from job_deltas d
join jobs j on j.id = d.job_id and j.claim_no = d.claim_no
where d.job_id = any(@jobs)
order by d.job_id, d.first_seq
-- statement
delete from job_deltas d
where d.written_at < now() - interval '15 minutes'
  and not exists (select from jobs j where j.id = d.job_id and j.status = 'running')
-- statement
update incident_watch
set holder = @holder, held_until = now() + make_interval(secs => @seconds), updated_at = now(),
    version = version + case when holder = @holder then 0 else 1 end
where name = 'telemetry' and (holder = @holder or held_until < now())
-- statement
update incident_watch set holder = '', held_until = '-infinity', updated_at = now() where name = 'telemetry' and holder = @holder
-- statement
select holder, held_until, version, memory::text from incident_watch where name = 'telemetry'
-- statement
select version from incident_watch where name = 'telemetry' and holder = @holder and held_until >= now() for update
-- statement
update incident_watch
set version = version + 1, memory = @memory::jsonb, updated_at = now()
where name = 'telemetry' and holder = @holder and version = @version
-- statement
select id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message
from incidents
where state = 'open' or told <> 'closed'
order by opened_at, id
limit @limit
-- statement
select id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message
from incidents
where (@state::text is null or state = @state)
  and (@rule::text is null or rule = @rule)
  and (@after::uuid is null or (opened_at, id) < (select opened_at, id from incidents where id = @after))
order by opened_at desc, id desc
limit @limit
-- statement
insert into incidents as i (id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message)
select id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message
from jsonb_to_recordset(@incidents::jsonb) as row (
    id uuid, identity text, rule text, subject text, severity text, state text, told text, text text,
    opened_at timestamptz, closed_at timestamptz, message uuid)
order by state = 'open', id
on conflict (id) do update
set severity = excluded.severity, state = excluded.state, told = excluded.told, text = excluded.text,
    closed_at = excluded.closed_at, message = excluded.message, updated_at = now()
where i.state = 'open' or i.told <> 'closed'
-- statement
insert into incident_messages as m (id, channel, text, state, external_id, unsure)
select row.id, row.channel, row.text, case when row.external_id is null then 'pending' else 'sent' end, row.external_id, coalesce(row.unsure, false)
from rows from (jsonb_to_recordset(@messages::jsonb) as (id uuid, channel text, text text, external_id text, unsure boolean))
    with ordinality as row (id, channel, text, external_id, unsure, place)
order by row.place
on conflict (id, channel) do update
set text = excluded.text, revision = m.revision + 1, updated_at = now(),
    state = case when m.state = 'sending' then 'sending' else 'pending' end
where m.state <> 'dropped' and m.text <> excluded.text
-- statement
update incident_messages
set state = 'dropped', error = 'too many were waiting', updated_at = now()
where state = 'pending'
  and sequence <= (
      select sequence
      from incident_messages
      where state = 'pending'
      order by sequence desc
      offset @most
      limit 1)
-- statement
delete from incidents where state = 'closed' and closed_at < now() - interval '30 days'
-- statement
delete from incident_messages m
where m.updated_at < now() - interval '30 days'
  and not exists (select from incidents i where i.message = m.id and i.state = 'open')
-- statement
with next as (
    select id, channel
    from incident_messages
    where state in ('pending', 'sending') and channel = any(@channels::text[])
    order by sequence
    limit @limit
    for update
)
update incident_messages m
set state = 'sending', holder = @holder, attempts = m.attempts + 1, updated_at = now(),
    unsure = m.unsure or (m.state = 'sending' and m.external_id is null)
from next
where m.id = next.id and m.channel = next.channel and m.state in ('pending', 'sending')
returning m.id, m.channel, m.text, m.revision, m.external_id, m.unsure, m.attempts, m.created_at, m.sequence
-- statement
update incident_messages
set state = case when @dropped then 'dropped' when @sent and revision = @revision then 'sent' else 'pending' end,
    external_id = @external_id, unsure = not @sent and (unsure or @unsure), error = @error::text, holder = '', updated_at = now()
where id = @id and channel = @channel and state = 'sending' and holder = @holder
-- statement
select id, channel, state, revision, external_id, unsure, attempts, error, created_at
from incident_messages
where (@state::text is null or state = @state)
order by sequence desc
limit @limit
-- statement
select name, value::text from incident_notes order by name
-- statement
insert into incident_notes (name, value)
values (@name, @value::jsonb)
on conflict (name) do update
set value = excluded.value, updated_at = now()
-- statement
select id, kind, attempts, max_attempts, left(error, 500), finished_at
from jobs
where status = 'error' and finished_at > @after and attempts >= least(@attempts, max_attempts)
order by finished_at, id
limit @limit
-- statement
select pg_advisory_xact_lock(7526411038)
-- statement
select d.id, d.name, d.provider, d.host, d.base_url, d.host_header, d.status,
       coalesce((d.tags ->> 'simulated')::boolean, false), d.latency_ms, d.last_seen,
       coalesce(m.names, '{}'), coalesce(m.loaded, '{}'), coalesce(m.forbidden, '{}'), coalesce(m.reasons, '{}'),
       d.parent_id, coalesce(case when d.reach_host is null then d.only_workers else (
           -- On a loopback address only the workers of that machine find the node; null while there are no others. A worker
           -- that does not say where it runs may be one of them, unless it was a worker that told of the node. Nobody is
           -- called '', which keeps the list from being empty.
           select case when bool_and(w.beside) is distinct from false then null else array_append(array_agg(w.id) filter (where w.beside), '') end
           from (
               select id, lower(host) = lower(d.reach_host) or (host = '' and d.origin <> 'worker') as beside
               from workers
               where status = 'online'
           ) w
       ) end, '{}'), coalesce(s.slots, 0), coalesce(s.used, 0),
       c.state, c.failures, c.opened_at, c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds), c.last_error,
       l.ram_gb, l.vram_gb, l.max_params_b, l.max_size_gb, l.max_context, l.context_derived, l.allow_models, l.deny_models, l.max_concurrency,
       coalesce(m.gone, '{}'), d.platform, d.tags::text, d.held
from devices d
left join (
    select device_id, array_agg(model_id) filter (where available) as names, array_agg(model_id) filter (where available and loaded) as loaded,
           array_agg(model_id) filter (where available and forbidden is not null) as forbidden,
           array_agg(forbidden) filter (where available and forbidden is not null) as reasons,
           array_agg(model_id) filter (where not available) as gone
    from device_models
    group by device_id
) m on m.device_id = d.id
left join (
    select device_id, count(*)::integer as slots, count(job_id)::integer as used
    from device_slots
    group by device_id
) s on s.device_id = d.id
left join device_circuits c on c.device_id = d.id
left join effective_limits l on l.device_id = d.id
-- statement
select m.provider, m.id, m.kind, m.params_b, m.context, m.thinking, m.tier, m.size_bytes, m.origin, p.price_in_1m, p.price_out_1m
from models m
left join model_pricing p on p.provider = m.provider and p.model_id = m.id
where m.status = 'active'
-- statement
select device_id, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, samples
from model_speeds
-- statement
select worker_id, device_id
from worker_reach
where lost_at > now() - make_interval(secs => @rest_seconds)
-- statement
select distinct on (device_id, model_id, task_type) device_id, model_id, task_type, latency_ms, tps
from benchmarks
where ok and created_at > now() - interval '30 days'
order by device_id, model_id, task_type, created_at desc
-- statement
select device_id, count(*)::integer, count(job_id)::integer
from device_slots
group by device_id
-- statement
with probed as (
    -- What an operator pinned stays, and a context that a server told is not replaced by one guessed from the name.
    select p.provider, p.id, p.family, p.kind, p.params_b, p.size_bytes, p.quantization, p.digest,
           case when m.meta ? 'pinned_context' then m.context else coalesce(p.context, case when m.meta ? 'likely_context' then null else m.context end, p.likely_context) end as context,
           case when m.meta ? 'pinned_thinking' then m.thinking else p.thinking end as thinking,
           case when m.meta ? 'pinned_tier' then m.tier else p.tier end as tier,
           p.context is null and (m.id is null or m.context is null or m.meta ? 'likely_context') as likely
    from unnest(@providers::text[], @ids::text[], @families::text[], @kinds::text[], @params::numeric[], @contexts::integer[],
                @likely_contexts::integer[], @sizes::bigint[], @quantizations::text[], @digests::text[], @thinking::boolean[], @tiers::text[])
         as p (provider, id, family, kind, params_b, context, likely_context, size_bytes, quantization, digest, thinking, tier)
    left join models m on m.provider = p.provider and m.id = p.id
)
insert into models (provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier, meta)
select provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier,
       case when likely and context is not null then '{"likely_context": true}'::jsonb else '{}' end
from probed
order by provider, id
on conflict (provider, id) do update
set family = excluded.family, kind = excluded.kind, params_b = excluded.params_b, context = excluded.context,
    size_bytes = excluded.size_bytes, quantization = excluded.quantization, digest = excluded.digest,
    thinking = excluded.thinking, tier = excluded.tier, meta = (models.meta - 'likely_context') || excluded.meta, updated_at = now()
where (models.family, models.kind, models.params_b, models.context, models.size_bytes, models.quantization, models.digest, models.thinking, models.tier)
      is distinct from
      (excluded.family, excluded.kind, excluded.params_b, excluded.context, excluded.size_bytes, excluded.quantization, excluded.digest, excluded.thinking, excluded.tier)
   or models.meta is distinct from (models.meta - 'likely_context') || excluded.meta
-- statement
update models
set tier = case when @sets_tier then coalesce(@tier, tier) else tier end,
    thinking = case when @sets_thinking then coalesce(@thinking, thinking) else thinking end,
    context = case when @sets_context then coalesce(@context, context) else context end,
    status = coalesce(@status, status),
    meta = meta - case when @sets_tier then 'pinned_tier' else '' end
                - case when @sets_thinking then 'pinned_thinking' else '' end
                - case when @sets_context then 'pinned_context' else '' end
           || case when @sets_tier and @tier is not null then '{"pinned_tier": true}'::jsonb else '{}' end
           || case when @sets_thinking and @thinking is not null then '{"pinned_thinking": true}'::jsonb else '{}' end
           || case when @sets_context and @context is not null then '{"pinned_context": true}'::jsonb else '{}' end,
    updated_at = now()
where provider = @provider and id = @id
-- statement
insert into device_models (device_id, provider, model_id, loaded)
select *
from unnest(@devices::text[], @providers::text[], @models::text[], @loaded::boolean[]) as m (device_id, provider, model_id, loaded)
order by device_id, model_id
on conflict (device_id, model_id) do update
set provider = excluded.provider, loaded = excluded.loaded, available = true, updated_at = now()
where (device_models.provider, device_models.loaded, device_models.available) is distinct from (excluded.provider, excluded.loaded, true)
-- statement
update device_models m
set available = false, loaded = false, updated_at = now()
where m.device_id = any(@answered)
  and m.available
  and not exists (
      select from unnest(@devices::text[], @models::text[]) as now (device_id, model_id)
      where now.device_id = m.device_id and now.model_id = m.model_id)
-- statement
insert into devices (id, name, provider, origin, status)
values ('cloud:openai', 'OpenAI', 'openai', 'cloud', 'online'),
       ('cloud:openrouter', 'OpenRouter', 'openrouter', 'cloud', 'online')
on conflict (id) do update
set status = 'online', updated_at = now()
where devices.status <> 'online' and not devices.held
-- statement
with wanted as (
    select d.id as device_id, case
               when d.provider = 'none' then 0
               else coalesce(l.max_concurrency, d.slots, case when d.origin = 'cloud' then @cloud_slots::integer else @slots::integer end)
           end as slots
    from devices d
    left join effective_limits l on l.device_id = d.id
), have as (
    select device_id, count(*) as slots
    from device_slots
    group by device_id
)
insert into device_slots (device_id, slot)
select w.device_id, number.slot
from wanted w
left join have h using (device_id)
cross join lateral (
    select n as slot
    from generate_series(1, 512) n
    where not exists (select from device_slots s where s.device_id = w.device_id and s.slot = n)
    order by n
    limit greatest(w.slots - coalesce(h.slots, 0), 0)
) number
on conflict do nothing
-- statement
with wanted as (
    select d.id as device_id, case
               when d.provider = 'none' then 0
               else coalesce(l.max_concurrency, d.slots, case when d.origin = 'cloud' then @cloud_slots::integer else @slots::integer end)
           end as slots
    from devices d
    left join effective_limits l on l.device_id = d.id
), have as (
    select device_id, count(*) as slots
    from device_slots
    group by device_id
)
delete from device_slots s
using (
    select free.device_id, free.slot
    from wanted w
    join have h using (device_id)
    cross join lateral (
        select f.device_id, f.slot
        from device_slots f
        where f.device_id = w.device_id and f.job_id is null
        order by f.slot desc
        limit greatest(h.slots - w.slots, 0)
        for update skip locked
    ) free
) surplus
where s.device_id = surplus.device_id and s.slot = surplus.slot
-- statement
with wanted as (
    select d.id as device_id, case
               when d.provider = 'none' then 0
               else coalesce(l.max_concurrency, d.slots, case when d.origin = 'cloud' then @cloud_slots::integer else @slots::integer end)
           end as slots
    from devices d
    left join effective_limits l on l.device_id = d.id
), have as (
    select device_id, count(*) as slots
    from device_slots
    group by device_id
), judged as materialized (
    select s.device_id, s.slot, s.retired
    from device_slots s
    join wanted w using (device_id)
    where s.retired <> ((select count(*) from device_slots lower where lower.device_id = s.device_id and lower.slot <= s.slot) > w.slots)
    for update of s skip locked
)
update device_slots s
set retired = not judged.retired
from judged
where s.device_id = judged.device_id and s.slot = judged.slot
-- statement
select id, payload ->> 'model'
from jobs
where id = any(@ids)
-- statement
with sample as materialized (
    select s.*
    from unnest(@devices::text[], @providers::text[], @models::text[], @task_types::text[], @tps::double precision[],
                @latencies::double precision[], @first_tokens::double precision[], @loads::double precision[],
                @shares::double precision[], @answers::integer[])
         as s (device_id, provider, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, share, answers)
), known as materialized (
    select k.device_id, k.model_id, k.task_type
    from model_speeds k
    join sample s using (device_id, model_id, task_type)
    for update of k skip locked
), merged as (
    update model_speeds k
    set tps = case when s.tps is null then k.tps when k.tps is null then s.tps
            else k.tps + s.share * (least(greatest(s.tps, k.tps / 4), k.tps * 4) - k.tps) end,
        latency_ms = case when s.latency_ms is null then k.latency_ms when k.latency_ms is null then s.latency_ms
            else k.latency_ms + s.share * (least(greatest(s.latency_ms, k.latency_ms / 4), k.latency_ms * 4) - k.latency_ms) end,
        ttft_ms = case when s.ttft_ms is null then k.ttft_ms when k.ttft_ms is null then s.ttft_ms
            else k.ttft_ms + s.share * (least(greatest(s.ttft_ms, k.ttft_ms / 4), k.ttft_ms * 4) - k.ttft_ms) end,
        load_ms = case when s.load_ms is null then k.load_ms when k.load_ms is null then s.load_ms
            else k.load_ms + s.share * (least(greatest(s.load_ms, k.load_ms / 4), k.load_ms * 4) - k.load_ms) end,
        samples = k.samples + s.answers, updated_at = now()
    from sample s
    join known using (device_id, model_id, task_type)
    where (k.device_id, k.model_id, k.task_type) = (s.device_id, s.model_id, s.task_type)
)
insert into model_speeds (device_id, provider, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, samples)
select s.device_id, s.provider, s.model_id, s.task_type, s.tps, s.latency_ms, s.ttft_ms, s.load_ms, s.answers
from sample s
join devices d on d.id = s.device_id
where not exists (
    select from model_speeds k
    where (k.device_id, k.model_id, k.task_type) = (s.device_id, s.model_id, s.task_type))
order by s.device_id, s.model_id, s.task_type
for key share of d
on conflict do nothing
-- statement
select node.id
from unnest(@ids::text[], @identities::text[]) as node (id, address)
left join devices own on own.id = node.id
where exists (
    select from devices d
    where d.address = node.address and d.id <> node.id and d.status = 'online' and d.origin <> 'cloud' and not (d.id = any(@ids))
      and d.probed_by is distinct from @by and d.updated_at > now() - make_interval(secs => @forget_seconds)
      and (own.status is distinct from 'online' or d.id < node.id))
-- statement
insert into devices (id, name, platform, host, provider, base_url, host_header, origin, probed_by, tags, parent_id, address, reach_host, slots,
                     status, latency_ms, last_seen)
select id, name, platform, host, provider, base_url, host_header, origin, @by, tags, parent_id, address, reach_host, slots, 'online', latency_ms, now()
from unnest(@ids::text[], @names::text[], @platforms::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
       @origins::text[], @tags::jsonb[], @parents::text[], @identities::text[], @reach_hosts::text[], @slots::integer[], @latencies::integer[],
       @may_create::boolean[], @gone::boolean[])
    as node (id, name, platform, host, provider, base_url, host_header, origin, tags, parent_id, address, reach_host, slots, latency_ms, may_create, gone) order by id
on conflict (id) do update
set name = excluded.name, platform = excluded.platform, host = excluded.host, provider = excluded.provider, base_url = excluded.base_url,
    host_header = excluded.host_header, origin = excluded.origin, probed_by = excluded.probed_by, parent_id = excluded.parent_id,
    address = excluded.address, reach_host = excluded.reach_host, slots = excluded.slots,
    tags = case when devices.held then devices.tags else devices.tags - 'last_error' - 'last_error_at' end || excluded.tags,
    status = case when devices.held then 'offline' else 'online' end,
    latency_ms = excluded.latency_ms, last_seen = now(), missed = 0, missed_at = null, updated_at = now()
-- statement
insert into devices (id, name, platform, host, provider, base_url, origin, probed_by, tags, address, status, last_seen)
select id, name, platform, host, 'none', base_url, origin, @by, tags, address, 'online', now()
from unnest(@ids::text[], @names::text[], @platforms::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
       @origins::text[], @tags::jsonb[], @parents::text[], @identities::text[], @reach_hosts::text[], @slots::integer[], @latencies::integer[],
       @may_create::boolean[], @gone::boolean[])
    as node (id, name, platform, host, provider, base_url, host_header, origin, tags, parent_id, address, reach_host, slots, latency_ms, may_create, gone) order by id
on conflict (id) do update
set name = excluded.name, platform = excluded.platform, host = excluded.host, base_url = excluded.base_url, origin = excluded.origin,
    probed_by = excluded.probed_by, tags = devices.tags || excluded.tags, address = excluded.address,
    status = case when devices.held then 'offline' else 'online' end,
    last_seen = now(), missed = 0, missed_at = null, updated_at = now()
where devices.provider = 'none'
-- statement
with silent as (
    select *
    from unnest(@ids::text[], @names::text[], @platforms::text[], @hosts::text[], @providers::text[], @base_urls::text[], @host_headers::text[],
       @origins::text[], @tags::jsonb[], @parents::text[], @identities::text[], @reach_hosts::text[], @slots::integer[], @latencies::integer[],
       @may_create::boolean[], @gone::boolean[])
    as node (id, name, platform, host, provider, base_url, host_header, origin, tags, parent_id, address, reach_host, slots, latency_ms, may_create, gone) ), before as (
    select d.id, d.status,
           case when d.missed_at is null or d.missed_at < now() - make_interval(secs => @apart_seconds) then d.missed + 1 else d.missed end as missed
    from devices d
    join silent using (id)
    where not (d.provider = 'none' and d.id = any(@hosts_alive::text[]))
), created as (
    insert into devices (id, name, platform, host, provider, base_url, origin, probed_by, tags, parent_id, address, reach_host, slots, status, missed, missed_at)
    select s.id, s.name, s.platform, s.host, s.provider, s.base_url, s.origin, @by, s.tags, s.parent_id, s.address, s.reach_host, s.slots, 'offline', 1, now()
    from silent s
    where s.may_create
    order by s.id
    on conflict (id) do nothing
), written as (
    update devices d
    set probed_by = @by, updated_at = now(), missed_at = case when before.missed > d.missed then now() else d.missed_at end, missed = before.missed,
        slots = s.slots,
        tags = d.tags || s.tags || jsonb_build_object('last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
        status = case when s.gone or before.missed >= 2 then 'offline' else d.status end
    from silent s
    join before using (id)
    where d.id = s.id
    returning d.id, d.status
)
select written.id
from written
join before using (id)
where written.status = 'offline' and before.status = 'online'
-- statement
update devices d
set status = 'offline', updated_at = now()
where d.status = 'online' and (
    d.origin = 'worker' and (
        d.updated_at < now() - make_interval(secs => @forget_seconds)
        or not exists (select from workers w where w.status = 'online' and lower(w.host) = lower(d.reach_host)))
    or d.origin <> 'cloud'
  and not (d.id = any(@known::text[])) and not (d.origin = any(@unasked::text[]))
  and case
      -- What a worker told of stays as long as the worker: it may only be switched off for the night.
      when d.origin = 'worker' then d.updated_at < now() - interval '7 days'
      -- Carried over from the deployed system and not found since: it may come back, and what was measured there with it.
      when d.origin = 'deployed' then d.updated_at < now() - interval '30 days'
      else d.probed_by is null or d.probed_by = @by or d.updated_at < now() - make_interval(secs => @forget_seconds)
  end) returning d.id
-- statement
update devices
set status = 'offline', updated_at = now(),
    tags = tags || jsonb_build_object('last_error', 'no worker reaches it any more', 'last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
where id = any(@ids) and status = 'online' and origin = 'worker' and probed_by = @by
returning id
-- statement
delete from devices d
where d.status <> 'online'
  and not exists (select from device_slots s where s.device_id = d.id and s.job_id is not null)
  and d.origin <> 'cloud'
  and not (d.id = any(@known::text[])) and not (d.origin = any(@unasked::text[]))
  and case
      -- What a worker told of stays as long as the worker: it may only be switched off for the night.
      when d.origin = 'worker' then d.updated_at < now() - interval '7 days'
      -- Carried over from the deployed system and not found since: it may come back, and what was measured there with it.
      when d.origin = 'deployed' then d.updated_at < now() - interval '30 days'
      else d.probed_by is null or d.probed_by = @by or d.updated_at < now() - make_interval(secs => @forget_seconds)
  end
-- statement
with before as (
    select id, status
    from devices
    where id = @id
    for update
), written as (
    update devices d
    set status = 'offline', held = d.held or @hold, updated_at = now(),
        tags = d.tags || jsonb_build_object('last_error', @reason::text, 'last_error_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    from before
    where d.id = before.id and (d.origin <> 'cloud' or @hold)
    returning d.id
)
select before.status = 'online' and exists (select from written)
from before
-- statement
update devices
set status = 'online', held = false, missed = 0, missed_at = null, last_seen = now(), updated_at = now(), tags = tags - 'last_error' - 'last_error_at'
where id = @id
-- statement
insert into discovery_last (report)
values (@report)
on conflict (only_row) do update
set finished_at = now(), report = excluded.report
-- statement
select finished_at, report::text from discovery_last
-- statement
insert into limit_settings (core, entries, mistakes)
values (@core, coalesce(@entries::jsonb, '{}'), @mistakes::text[])
on conflict (core) do update
set entries = coalesce(@entries::jsonb, limit_settings.entries), mistakes = excluded.mistakes, updated_at = now()
-- statement
delete from limit_settings where core = @core
-- statement
delete from limit_settings where updated_at < now() - make_interval(secs => @forget_seconds)
-- statement
select core, entries, mistakes
from limit_settings
order by core
-- statement
select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, false, allow_models, deny_models, max_concurrency, origin
from device_limits
-- statement
select id, parent_id, origin = 'cloud' from devices
-- statement
select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources
from effective_limits
-- statement
with wanted as (
    select *
    from jsonb_to_recordset(@rows::jsonb) as row (
        device_id text, ram_gb numeric, vram_gb numeric, max_params_b numeric, max_size_gb numeric, max_context integer,
        context_derived boolean, allow_models text[], deny_models text[], max_concurrency integer, sources jsonb)
)
delete from effective_limits e
where not exists (select from wanted w where w.device_id = e.device_id)
-- statement
with wanted as (
    select *
    from jsonb_to_recordset(@rows::jsonb) as row (
        device_id text, ram_gb numeric, vram_gb numeric, max_params_b numeric, max_size_gb numeric, max_context integer,
        context_derived boolean, allow_models text[], deny_models text[], max_concurrency integer, sources jsonb)
)
insert into effective_limits as e (
    device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources)
select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources
from wanted
order by device_id
on conflict (device_id) do update
set ram_gb = excluded.ram_gb, vram_gb = excluded.vram_gb, max_params_b = excluded.max_params_b, max_size_gb = excluded.max_size_gb,
    max_context = excluded.max_context, context_derived = excluded.context_derived, allow_models = excluded.allow_models,
    deny_models = excluded.deny_models, max_concurrency = excluded.max_concurrency, sources = excluded.sources, updated_at = now()
where (e.ram_gb, e.vram_gb, e.max_params_b, e.max_size_gb, e.max_context, e.context_derived, e.allow_models, e.deny_models,
       e.max_concurrency, e.sources)
      is distinct from
      (excluded.ram_gb, excluded.vram_gb, excluded.max_params_b, excluded.max_size_gb, excluded.max_context, excluded.context_derived,
       excluded.allow_models, excluded.deny_models, excluded.max_concurrency, excluded.sources)
-- statement
select dm.device_id, dm.provider, dm.model_id, m.params_b, m.size_bytes, m.context, dm.forbidden, m.status = 'disabled'
from device_models dm
join models m on m.provider = dm.provider and m.id = dm.model_id
-- statement
update device_models m
set forbidden = verdict.reason, updated_at = now()
from unnest(@devices::text[], @models::text[], @reasons::text[]) as verdict (device_id, model_id, reason)
where m.device_id = verdict.device_id and m.model_id = verdict.model_id
  and m.forbidden is distinct from verdict.reason
-- statement
insert into device_limits as l (
    device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, allow_models, deny_models, max_concurrency, origin)
select d.id, @ram_gb::numeric, @vram_gb::numeric, @max_params_b::numeric, @max_size_gb::numeric, @max_context::integer,
       @allow_models::text[], @deny_models::text[], @max_concurrency::integer, 'api'
from devices d
where d.id = @id
on conflict (device_id) do update
set ram_gb = excluded.ram_gb, vram_gb = excluded.vram_gb, max_params_b = excluded.max_params_b, max_size_gb = excluded.max_size_gb,
    max_context = excluded.max_context, allow_models = excluded.allow_models, deny_models = excluded.deny_models,
    max_concurrency = excluded.max_concurrency, origin = excluded.origin, updated_at = now()
-- statement
delete from device_limits where device_id = @id
-- statement
with pair as materialized (
    select worker_id, device_id, bool_or(connected) as connected, count(*)::integer as failures
    from unnest(@workers::text[], @devices::text[], @connected::boolean[]) as e (worker_id, device_id, connected)
    group by worker_id, device_id
), known as materialized (
    select r.worker_id, r.device_id
    from worker_reach r
    join pair using (worker_id, device_id)
    order by r.worker_id, r.device_id
    for update of r
), cleared as (
    delete from worker_reach r
    using pair, known
    where pair.connected and r.worker_id = pair.worker_id and r.device_id = pair.device_id
      and known.worker_id = r.worker_id and known.device_id = r.device_id
), failed as (
    insert into worker_reach as r (worker_id, device_id, failures, lost_at)
    select pair.worker_id, pair.device_id, pair.failures, case when pair.failures >= @opens_at then now() end
    from pair
    join devices d on d.id = pair.device_id
    where not pair.connected and (select count(*) from known) >= 0
    order by pair.worker_id, pair.device_id
    on conflict (worker_id, device_id) do update
    set failures = r.failures + excluded.failures, updated_at = now(),
        lost_at = case when r.failures + excluded.failures >= @opens_at then now() else r.lost_at end
    returning worker_id, device_id, lost_at is not null as lost
)
select f.device_id, bool_and(f.lost) as lost
from failed f
join devices d on d.id = f.device_id
where not exists (
    select from workers w
    where w.id <> f.worker_id and w.status = 'online'
  and (d.only_workers is null or w.id = any(d.only_workers))
  -- A worker of the deployed system names no kinds: it knows all providers of its time.
  and (case when w.kinds = '{}' then d.provider <> 'compat' else exists (select from unnest(w.kinds) kind where kind like d.provider || '.%') end)
  and not exists (
      select from worker_reach l
      where l.worker_id = w.id and l.device_id = d.id and l.lost_at > now() - make_interval(secs => @rest_seconds)))
group by f.device_id
-- statement
insert into device_circuits (device_id)
select id
from devices
where id = any(@devices)
order by id
on conflict (device_id) do nothing
-- statement
with e as materialized (
    select *
    from unnest(@devices::text[], @jobs::uuid[], @claims::bigint[], @succeeded::boolean[], @counted::boolean[], @lost::boolean[], @errors::text[])
         as e (device_id, job_id, claim_no, succeeded, counted, lost, error)
), total as materialized (
    select device_id, bool_or(succeeded) as succeeded, count(*) filter (where counted)::integer as failures,
           bool_or(counted and lost) as lost, max(error) filter (where counted) as error
    from e
    group by device_id
), known as materialized (
    select c.device_id, c.state, c.failures, c.opened_at, total.succeeded, total.lost, c.failures + total.failures as in_a_row, total.error,
           (select e.counted from e where e.device_id = c.device_id and e.job_id = c.probe_job_id and e.claim_no = c.probe_claim_no) as probe_failed
    from device_circuits c
    join total using (device_id)
    where c.state <> 'closed' or c.failures > 0 or total.failures > 0
    order by c.device_id
    for update of c
), verdict as (
    select device_id, state as before, opened_at, succeeded, lost, in_a_row, error, probe_failed,
           case
               when succeeded then 'closed'
               when state = 'probing' and probe_failed is null then 'probing'
               when state <> 'closed' or in_a_row >= @opens_at or lost then 'open'
               else 'closed'
           end as after
    from known
)
update device_circuits c
set state = v.after,
    failures = case when v.succeeded then 0 when v.lost then greatest(v.in_a_row, @opens_at) else v.in_a_row end,
    opened_at = case when v.after = 'closed' then null when v.before = 'closed' or v.probe_failed then now() else v.opened_at end,
    probe_job_id = case when v.after = 'probing' then c.probe_job_id end,
    probe_claim_no = case when v.after = 'probing' then c.probe_claim_no end,
    last_error = case when v.succeeded then null else coalesce(v.error, c.last_error) end,
    updated_at = now()
from verdict v
where c.device_id = v.device_id
returning c.device_id, v.before, c.state as after, c.failures, coalesce(c.last_error, '') as last_error, coalesce(v.probe_failed, false) as probe_failed
-- statement
with stray as materialized (
    select c.device_id, c.probe_job_id, c.probe_claim_no
    from device_circuits c
    where c.state = 'probing'
      and not exists (select from jobs j where j.id = c.probe_job_id and j.claim_no = c.probe_claim_no and j.status = 'running')
)
update device_circuits c
set state = 'open', probe_job_id = null, probe_claim_no = null, updated_at = now()
from stray
where c.device_id = stray.device_id and c.state = 'probing'
  and c.probe_job_id = stray.probe_job_id and c.probe_claim_no = stray.probe_claim_no
returning c.device_id
-- statement
insert into device_circuits as c (device_id, state, failures, opened_at, last_error)
select d.id, 'open', @opens_at, now(), 'no worker can connect'
from devices d
where d.status = 'online'
  and exists (
      select from worker_reach r
      join workers o on o.id = r.worker_id and o.status = 'online'
      where r.device_id = d.id and r.lost_at > now() - make_interval(secs => @rest_seconds))
  and not exists (
      select from workers w
      where w.status = 'online'
  and (d.only_workers is null or w.id = any(d.only_workers))
  -- A worker of the deployed system names no kinds: it knows all providers of its time.
  and (case when w.kinds = '{}' then d.provider <> 'compat' else exists (select from unnest(w.kinds) kind where kind like d.provider || '.%') end)
  and not exists (
      select from worker_reach l
      where l.worker_id = w.id and l.device_id = d.id and l.lost_at > now() - make_interval(secs => @rest_seconds)))
order by d.id
on conflict (device_id) do update
set state = 'open', failures = greatest(c.failures, excluded.failures), opened_at = now(), last_error = excluded.last_error, updated_at = now()
where c.state = 'closed'
returning device_id
-- statement
with device as (
    select id
    from devices
    where id = @device
), reached as (
    delete from worker_reach r
    using device
    where r.device_id = device.id
), closed as (
    update device_circuits c
    set state = 'closed', failures = 0, opened_at = null, probe_job_id = null, probe_claim_no = null, last_error = null, updated_at = now()
    from device
    where c.device_id = device.id and (c.state <> 'closed' or c.failures > 0)
)
select id
from device
-- statement
with back as materialized (
    select id
    from devices
    where id = any(@devices) and status = 'offline' and not held
), lost as materialized (
    select r.worker_id, r.device_id
    from worker_reach r
    join back on back.id = r.device_id
    order by r.worker_id, r.device_id
    for update of r
), reached as (
    delete from worker_reach r
    using lost
    where r.worker_id = lost.worker_id and r.device_id = lost.device_id
), resting as materialized (
    select c.device_id
    from device_circuits c
    join back on back.id = c.device_id
    where c.state = 'open' and (select count(*) from lost) >= 0
    order by c.device_id
    for update of c
)
update device_circuits c
set opened_at = least(c.opened_at, now() - make_interval(secs => @rest_seconds)), updated_at = now()
from resting
where c.device_id = resting.device_id and c.state = 'open'
-- statement
select pg_notify('llm_mcp', @message)
-- statement
select 1
-- statement
select (select count(*) from devices), (select count(*) from device_models)
-- statement
select status from jobs where id = @id
-- statement
select now()
-- statement
select kind, event, sum(jobs)::bigint
from (
    select kind, event, jobs from job_tallies
    union all
    select kind, event, jobs from job_tally_log
) t
group by kind, event
-- statement
select date_trunc('minute', at), event, sum(jobs)::bigint
from (
    select minute as at, event, jobs from job_tallies where minute > now() - interval '1 hour'
    union all
    select at, event, jobs from job_tally_log where at > now() - interval '1 hour'
) t
group by 1, 2
-- statement
select kind, device_id, count(*), count(*) filter (where lease_until < now())
from jobs
where status = 'running'
group by kind, device_id
-- statement
select id, kind, left(payload ->> 'model', 300), device_id, worker_id, source, attempts, started_at, updated_at
from jobs
where status = 'running'
order by updated_at desc, id desc
limit @limit
-- statement
with recursive lane as (
    (
        select block, -priority as rank, client, source, id
        from jobs
        where status = 'queued' and run_at is null
        order by block, (-priority), client, source, id
        limit 1
    )
    union all
    select next.*
    from lane
    cross join lateral (
        select j.block, -j.priority as rank, j.client, j.source, j.id
        from jobs j
        where j.status = 'queued' and j.run_at is null
          and (j.block, -j.priority, j.client, j.source) > (lane.block, lane.rank, lane.client, lane.source)
        order by j.block, (-j.priority), j.client, j.source, j.id
        limit 1
    ) next
)
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
-- statement
select block, source, kind, count(*)
from (
    select block, source, kind
    from jobs
    where status = 'queued' and run_at is not null
    order by run_at
    limit @most
) waiting
group by block, source, kind
-- statement
select kinds
from workers
where status = 'online' and last_seen > now() - interval '10 minutes'
limit 10000
-- statement
select id, platform, arch, tags from devices
-- statement
select device_id, total_jobs_7d, done_jobs_7d, success_rate, avg_latency_ms from v_device_stats where total_jobs_7d > 0
-- statement
select distinct mistake
from limit_settings, unnest(mistakes) mistake
where updated_at > now() - interval '1 day'
order by mistake
limit 20
-- statement
select count(*) filter (where state = 'active'), count(*) filter (where state <> 'active'), current_setting('max_connections')::integer
from pg_stat_activity
where datname = current_database()
-- statement
select date_trunc('minute', created_at), sum(cost_usd)
from llm_costs
where cost_usd > 0 and created_at >= @since
group by 1
-- statement
insert into llm_costs (job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cached_in, reasoning_out,
                       cost_usd, priced_by, duration_ms)
select *
from unnest(@jobs::uuid[], @providers::text[], @models::text[], @devices::text[], @clients::text[], @sources::text[],
            @tokens_in::integer[], @tokens_out::integer[], @cached_in::integer[], @reasoning_out::integer[],
            @costs::numeric[], @priced_by::text[], @durations::integer[])
-- statement
insert into model_errors (provider, model_id, day, errors)
select m.provider, m.id, (now() at time zone 'UTC')::date, count(*)
from unnest(@jobs::uuid[], @providers::text[]) as e (id, provider)
join jobs j on j.id = e.id
join models m
  on m.provider = e.provider
 and m.id in (j.payload ->> 'model', case when e.provider = 'ollama' then (j.payload ->> 'model') || ':latest' end)
group by m.provider, m.id
order by m.provider, m.id
on conflict (provider, model_id, day) do update
set errors = model_errors.errors + excluded.errors
-- statement
with costs as materialized (
    select provider,
           case @by::text
               when 'model' then model_id when 'source' then source when 'client' then client
               when 'device' then coalesce(device_id, '') when 'day' then ((created_at at time zone 'UTC')::date)::text
               else ''
           end as name,
           sum(cost_usd) as cost, count(*) as jobs, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out
    from llm_costs
    where created_at >= now() - make_interval(days => @days::integer)
    group by 1, 2
), grouped as (
    select 0 as dimension, provider, '' as name,
           sum(cost) as cost, sum(jobs) as jobs, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out
    from costs
    group by provider
    union all
    select 1, case when @by = 'model' then provider else '' end, name, sum(cost), sum(jobs), sum(tokens_in), sum(tokens_out)
    from costs
    where @by <> ''
    group by 2, 3
), ranked as (
    select *, row_number() over (partition by dimension order by cost desc, jobs desc, name, provider) <= @most::integer as listed
    from grouped
)
select dimension, listed, case when listed then provider end, case when listed then name end,
       trim_scale(sum(cost)), sum(jobs)::bigint, sum(tokens_in)::bigint, sum(tokens_out)::bigint
from ranked
group by 1, 2, 3, 4
order by 1, 2 desc, 5 desc, 6 desc, 4, 3
-- statement
with costs as (
    select date_trunc(@bucket::text, created_at at time zone 'UTC') as at,
           case @by::text when 'model' then model_id when 'source' then source when 'device' then coalesce(device_id, '') else provider end as name,
           sum(cost_usd) as cost, count(*) as jobs, sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out
    from llm_costs
    where created_at >= now() - make_interval(days => @days::integer)
    group by 1, 2
), ranked as (
    select name, row_number() over (order by sum(cost) desc, sum(tokens_out) desc, name) <= @most::integer as listed
    from costs
    group by name
)
select c.at at time zone 'UTC', r.listed, case when r.listed then c.name else '' end,
       trim_scale(sum(c.cost)), sum(c.jobs)::bigint, sum(c.tokens_in)::bigint, sum(c.tokens_out)::bigint
from costs c
join ranked r using (name)
group by 1, 2, 3
order by 1, 2 desc, 4 desc, 3
-- statement
select id, job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cached_in, reasoning_out,
       trim_scale(cost_usd), priced_by, duration_ms, created_at
from llm_costs
where @after::uuid is null
   or (created_at, id) < (select c.created_at, c.id from llm_costs c where c.id = @after)
order by created_at desc, id desc
limit @count::integer
-- statement
select trim_scale(coalesce(sum(cost_usd) filter (where created_at >= now() - interval '1 day'), 0)),
       trim_scale(coalesce(sum(cost_usd) filter (where created_at >= now() - interval '7 days'), 0)),
       trim_scale(coalesce(sum(cost_usd), 0))
from llm_costs
where created_at >= now() - interval '30 days'
-- statement
select model_id, count(*), sum(tokens_in)::bigint, sum(tokens_out)::bigint, trim_scale(sum(cost_usd))
from llm_costs
where created_at >= now() - interval '30 days'
group by model_id
order by 5 desc, 2 desc, 1
limit 10
-- statement
with used as (
    select provider, model_id, sum(answers)::bigint as answers, sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out,
           sum(cost) as cost, (sum(duration_ms * timed) / nullif(sum(timed), 0))::integer as duration_ms, max(last_used_at) as last_used_at
    from (
        select provider, model_id, count(*) as answers, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(cost_usd) as cost,
               coalesce(avg(duration_ms), 0) as duration_ms, count(duration_ms) as timed, max(created_at) as last_used_at
        from llm_costs
        group by provider, model_id
        union all
        select provider, model_id, answers, tokens_in, tokens_out, cost_usd, duration_ms, case when duration_ms > 0 then answers else 0 end, last_used_at
        from carried_model_use
    ) known
    group by provider, model_id
), failed as (
    select provider, model_id, sum(errors)::bigint as errors
    from model_errors
    group by provider, model_id
), rated as (
    select model_id, count(*) filter (where good) - count(*) filter (where not good) as score
    from model_feedback
    group by model_id
)
select key.model_id, coalesce(m.meta ->> 'display_name', key.model_id), key.provider, coalesce(m.meta -> 'category_scores', '{}')::text,
       coalesce(p.price_in_1m, 0), coalesce(p.price_out_1m, 0), round(m.context / 1000.0)::integer,
       coalesce(u.answers, 0) + coalesce(f.errors, 0), coalesce(u.tokens_in, 0), coalesce(u.tokens_out, 0),
       trim_scale(coalesce(u.cost, 0)), coalesce(u.duration_ms, 0), coalesce(f.errors, 0), coalesce(r.score, 0), u.last_used_at
from (
    select provider, model_id from used
    union select provider, model_id from failed
    union select provider, id from models where meta ? 'category_scores' or id in (select model_id from rated)
) as key
left join models m on m.provider = key.provider and m.id = key.model_id
left join model_pricing p on p.provider = key.provider and p.model_id = key.model_id
left join used u on u.provider = key.provider and u.model_id = key.model_id
left join failed f on f.provider = key.provider and f.model_id = key.model_id
left join rated r on r.model_id = key.model_id
order by coalesce(u.cost, 0) desc, 8 desc, 1, 3
limit @most::integer
-- statement
insert into model_feedback (model_id, good, comment) values (@model::text, @good::boolean, @comment::text)
-- statement
select provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request
from model_pricing
-- statement
select provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, currency, origin, updated_at
from model_pricing
where (@provider::text = '' or provider = @provider) and (provider, model_id) > (@after_provider::text, @after_model::text)
order by provider, model_id
limit @count::integer
-- statement
insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, origin)
values (@provider::text, @model::text, @price_in::numeric, @price_out::numeric, @cached_in::numeric, @reasoning::numeric, @request::numeric, 'operator')
on conflict (provider, model_id) do update
set price_in_1m = excluded.price_in_1m, price_out_1m = excluded.price_out_1m, price_cached_in_1m = excluded.price_cached_in_1m,
    price_reasoning_1m = excluded.price_reasoning_1m, price_request = excluded.price_request, currency = 'USD',
    origin = excluded.origin, updated_at = now()
returning provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, currency, origin, updated_at
-- statement
delete from model_pricing where provider = @provider::text and model_id = @model::text
-- statement
update catalogue_syncs
set claimed_until = now() + make_interval(secs => @lease_seconds), claim_no = claim_no + 1
where provider = 'openrouter'
  and (claimed_until is null or claimed_until <= now())
  and (@age_seconds::double precision = 0 or synced_at is null or synced_at <= now() - make_interval(secs => @age_seconds))
  and (@age_seconds = 0 or failed_at is null or failed_at <= now() - make_interval(secs => @rest_seconds))
returning claim_no
-- statement
update catalogue_syncs
set claimed_until = null, synced_at = now(), failed_at = null, error = null, models = @models::integer
where provider = 'openrouter' and claim_no = @claim_no::bigint and claimed_until is not null
-- statement
update catalogue_syncs
set claimed_until = null, failed_at = now(), error = @error::text
where provider = 'openrouter' and claim_no = @claim_no::bigint and claimed_until is not null
-- statement
select id from models where provider = 'openrouter' and origin <> 'sync'
-- statement
insert into models (provider, id, kind, context, thinking, tier, meta, origin)
select 'openrouter', id, kind, context, thinking, tier, meta, 'sync'
from unnest(@ids::text[], @kinds::text[], @contexts::integer[], @thinking::boolean[], @tiers::text[], @metas::jsonb[])
     as model (id, kind, context, thinking, tier, meta)
order by id
on conflict (provider, id) do update
set kind = case models.origin when 'sync' then excluded.kind else models.kind end,
    context = coalesce(excluded.context, models.context),
    thinking = case models.origin when 'sync' then excluded.thinking else models.thinking end,
    tier = case when models.meta ? 'pinned_tier' then models.tier
                when models.origin = 'sync' then excluded.tier
                else coalesce(models.tier, excluded.tier) end,
    meta = (models.meta - 'vanished') || excluded.meta,
    status = case when models.meta ? 'vanished' then 'active' else models.status end,
    updated_at = now()
where models.origin <> 'operator'
-- statement
update models
set status = 'disabled', meta = meta || '{"vanished": true}', updated_at = now()
where provider = 'openrouter' and origin = 'sync' and status = 'active' and not id = any(@ids::text[])
-- statement
insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, price_cached_in_1m, price_reasoning_1m, price_request, origin)
select 'openrouter', id, price_in, price_out, cached_in, reasoning, request, 'sync'
from unnest(@ids::text[], @prices_in::numeric[], @prices_out::numeric[], @cached_in::numeric[], @reasoning::numeric[], @requests::numeric[])
     as price (id, price_in, price_out, cached_in, reasoning, request)
order by id
on conflict (provider, model_id) do update
set price_in_1m = excluded.price_in_1m, price_out_1m = excluded.price_out_1m, price_cached_in_1m = excluded.price_cached_in_1m,
    price_reasoning_1m = excluded.price_reasoning_1m, price_request = excluded.price_request, currency = 'USD',
    origin = excluded.origin, updated_at = now()
where model_pricing.origin in ('seed', 'sync')
  and (model_pricing.price_in_1m, model_pricing.price_out_1m, model_pricing.price_cached_in_1m, model_pricing.price_reasoning_1m,
       model_pricing.price_request, model_pricing.origin)
      is distinct from
      (excluded.price_in_1m, excluded.price_out_1m, excluded.price_cached_in_1m, excluded.price_reasoning_1m,
       excluded.price_request, excluded.origin)
-- statement
insert into benchmark_runs (job_id, device_id, provider, model_id, task_type, automatic)
select r.job_id, d.id, r.provider, r.model_id, r.task_type, @automatic
from unnest(@jobs::uuid[], @devices::text[], @providers::text[], @models::text[], @task_types::text[])
     as r (job_id, device_id, provider, model_id, task_type)
join devices d on d.id = r.device_id
order by r.job_id
for key share of d
-- statement
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
-- statement
update benchmark_runs r
set ended_at = coalesce(j.finished_at, now()), ok = coalesce(j.status = 'done', false)
from benchmark_runs open
left join jobs j on j.id = open.job_id
where open.ended_at is null and open.job_id = r.job_id and r.ended_at is null
  and case when j.id is null then open.created_at < now() - interval '10 minutes' else j.finished_at is not null end
-- statement
delete from benchmark_runs where created_at < now() - interval '90 days'
-- statement
delete from benchmarks where created_at < now() - interval '400 days'
-- statement
select pg_try_advisory_xact_lock(7526411040)
-- statement
select now(), count(*)::integer
from benchmark_runs
where automatic and created_at > now() - interval '1 hour'
-- statement
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
-- statement
select f.device_id, f.model_id, count(*)::integer, max(f.ended_at)
from benchmark_runs f
where f.automatic and not f.ok and f.ended_at > now() - interval '7 days'
  and not exists (
      select from benchmark_runs s
      where s.device_id = f.device_id and s.model_id = f.model_id and s.ok and s.ended_at > f.ended_at)
group by f.device_id, f.model_id
-- statement
select distinct device_id from benchmark_runs where ended_at is null
-- statement
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
-- statement
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
-- statement
select device_id, model_id, task_type, provider, runs, first_at, last_at, tps, latency_ms::double precision, earlier_tps, earlier_latency_ms
from v_benchmark_trends
where (@device::text is null or device_id = @device)
  and (@model::text is null or lower(model_id) = lower(@model))
  and (@task_type::text is null or task_type = @task_type)
order by model_id, task_type, device_id
limit @limit
-- statement
select device_id, name, status, last_seen, total_jobs_7d, done_jobs_7d, success_rate, avg_latency_ms
from v_device_stats
order by device_id
