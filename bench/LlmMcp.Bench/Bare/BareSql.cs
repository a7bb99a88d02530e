namespace LlmMcp.Bench.Bare;

/// <summary>
/// The least a durable queue on Core's own table can do: the physical limit that Core's figures stand beside. No fence, no
/// fairness, no attempts, no notification.
/// </summary>
internal static class BareSql
{
    public const string Insert =
        """
        insert into jobs (id, kind, block, payload)
        select id, 'echo', 'echo', payload
        from unnest(@ids::uuid[], @payloads::jsonb[]) as e (id, payload)
        """;

    public const string InsertOne = "insert into jobs (id, kind, block, payload) values (@id, 'echo', 'echo', @payload)";

    // `head` is the newest job this loop has taken: it spares the walk over index entries that are gone but not yet vacuumed.
    public const string Claim =
        """
        update jobs
        set status = 'running', worker_id = 'bare', attempts = attempts + 1, claim_no = claim_no + 1,
            lease_until = now() + interval '60 seconds', started_at = now(), updated_at = now()
        where id = any(array(
            select id
            from jobs
            where status = 'queued' and run_at is null
              and block = 'echo' and (-priority) = 0 and client = '' and source = ''
              and id > @head
            order by id
            limit @limit
            for update skip locked))
        returning id
        """;

    public const string Complete =
        """
        update jobs j
        set status = 'done', result = e.result, lease_until = null, updated_at = now(), finished_at = now()
        from unnest(@ids::uuid[], @results::jsonb[]) as e (id, result)
        where j.id = e.id and j.status = 'running'
        """;

    public const string ClaimsNeedNotBeDurable = "set synchronous_commit = off";

    public const string CompletionsMustBeDurable = "set synchronous_commit = on";
}
