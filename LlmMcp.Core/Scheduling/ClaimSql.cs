using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// Statements that hand jobs to workers. The plan (which lanes, how many, on which devices) comes from a snapshot and only
/// advises; what is taken is decided here, on rows that are locked and re-checked.
/// </summary>
internal static class ClaimSql
{
    // The heads of the lanes that have ready jobs, from a given lane on.
    public const string ListLanes = LaneSql.Heads +
        """
        select block, rank, client, source, id
        from lane
        limit @limit
        """;

    private const string Claimed =
        """
        id, claim_no, kind, block, payload, attempts, max_attempts, timeout_seconds, j.device_id, traceparent, deadline_at,
        stream, priority, client, source, queued_at, updated_at, lease_until
        """;

    // Kinds that need no slot. `head` is where a lane was last seen to begin; it spares the walk over entries that are gone
    // but not yet vacuumed.
    public const string ClaimLight =
        """
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
        returning
        """ + " " + Claimed;

    // Jobs of one block and free slots of devices that can run it are locked together and paired in order, so a slot is never
    // given twice and a job never waits beside a free slot. Whatever one side has too many of is unlocked at commit. Each lane
    // and each device may stand in the arrays once only: skip locked does not skip one's own locks.
    // The plan came from a picture that may be seconds old: whether the device is online, its circuit lets the job through and
    // the model may run there is looked up here again. A device whose circuit is open gives a slot only to the statement that
    // holds the circuit's row, and that one turns it to probing: of any number of Cores one sends the probe.
    private const string Pairs =
        """
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
        """;

    private const string OfPairs =
        """
        from pair
        where j.id = pair.id
        returning j.id, j.claim_no, j.kind, j.block, j.payload, j.attempts, j.max_attempts, j.timeout_seconds, j.device_id,
                  j.traceparent, j.deadline_at, j.stream, j.priority, j.client, j.source, j.queued_at, j.updated_at, j.lease_until
        """;

    // Jobs whose kind and model are their own.
    public const string ClaimWithSlots = Pairs + "\n" + OfPairs;

    // Jobs that learn here what they are: kind and model of the device that was free. The last 20 claims are remembered.
    public const string ClaimLateBound = Pairs +
        """
        ,
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

        """ + OfPairs;

    // What a worker runs that was claimed after a given moment.
    public const string ListClaimed =
        """
        select id, claim_no
        from jobs
        where status = 'running' and worker_id = @worker and started_at > @after
        """;

    // Devices with a free slot that a job may be sent to. Counted on the rows: a picture of the fleet is seconds old.
    public const string FreeSlots =
        """
        select s.device_id, count(*)::integer as total, count(*) filter (where s.job_id is null and not s.retired)::integer as free,
               coalesce(bool_or(c.state = 'open'), false) as probe_due
        from device_slots s
        join devices d on d.id = s.device_id
        left join device_circuits c on c.device_id = s.device_id
        where d.status = 'online'
          and (c.state is null or c.state = 'closed' or (c.state = 'open' and c.opened_at <= now() - make_interval(secs => @rest_seconds)))
        group by s.device_id
        having bool_or(s.job_id is null and not s.retired)
        """;
}
