namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>Statements that count what waits and runs. Bounded: a million waiting jobs cost no more than the first thousands.</summary>
internal static class WaitingSql
{
    // Lanes are walked from their heads in the ready index. Ids are age: a lane's first ones are those that come first.
    public const string CountLanes =
        """
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
        """;

    // Every slot of the devices that take jobs, with what runs there and for how long already.
    public const string ListSlots =
        """
        select s.device_id, j.kind, s.model, extract(epoch from now() - j.started_at)::double precision
        from device_slots s
        join devices d on d.id = s.device_id
        left join device_circuits c on c.device_id = s.device_id
        left join jobs j on j.id = s.job_id
        where d.status = 'online' and coalesce(c.state, 'closed') = 'closed'
        limit 20000
        """;

    // A worker of the deployed system names no kinds.
    public const string ListServedKinds =
        """
        select distinct kind
        from workers w
        cross join lateral unnest(case when w.kinds = '{}' then @deployed::text[] else w.kinds end) kind
        where w.status = 'online'
        """;

    public const string Now = "select now()";
}
