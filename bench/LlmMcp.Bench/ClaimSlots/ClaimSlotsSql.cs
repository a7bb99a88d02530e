namespace LlmMcp.Bench.ClaimSlots;

/// <summary>Statements that lay out the fleet and the backlog.</summary>
internal static class ClaimSlotsSql
{
    public const string AddDevices =
        """
        with device as (
            insert into devices (id, provider, base_url, origin, status)
            select 'd' || n, 'ollama', 'http://127.0.0.1:1', 'bench', 'online'
            from generate_series(1, @devices::integer) n
            returning id
        )
        insert into device_slots (device_id, slot)
        select device.id, slot
        from device
        cross join generate_series(1, @slots::integer) slot
        """;

    public const string AddJobs =
        """
        insert into jobs (id, kind, block, payload, route)
        select id, 'ollama.chat', @block, '{"messages": [{"role": "user", "content": "hi"}], "model": "unbound"}', '{"reasons": ["standard"]}'
        from unnest(@ids::uuid[]) as job (id)
        """;

    public const string CountDone = "select count(*) from jobs where status = 'done' and attempts = 1 and jsonb_array_length(route -> 'claims') = 1";

    public const string CountTakenSlots = "select count(*) from device_slots where job_id is not null";
}
