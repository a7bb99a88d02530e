namespace LlmMcp.Core.Jobs;

/// <summary>Statements a caller of the queue causes: submit, read, cancel, retry. Compiled against a real database by a test.</summary>
internal static class JobSql
{
    // One statement for one job or for ten thousand: concurrent submits share it, and it commits them together.
    public const string Insert =
        """
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
        """;

    private const string Columns =
        """
        id, kind, status, payload, result, error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
        device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
        retried_from, route
        """;

    // A brief list shows a thousand jobs; their prompts and answers would be megabytes that nobody looks at.
    private const string ListColumns =
        """
        id, kind, status,
        case when @brief::boolean then jsonb_strip_nulls(jsonb_build_object('model', payload -> 'model')) else payload end,
        case when @brief then null else result end,
        error, client, source, priority, attempts, max_attempts, claim_no, worker_id,
        device_id, timeout_seconds, queued_at, updated_at, started_at, finished_at, lease_until, deadline_at, run_at,
        retried_from, case when @brief then null else route end
        """;

    public const string Get = "select " + Columns + " from jobs where id = any(@ids)";

    // The primary key is age, so the newest page is read backwards from the end of the index. What was carried over from the
    // deployed system has ids above all of ours (JobIds.FirstCarried): a page of theirs comes after the last of ours.
    public const string List =
        "select " + ListColumns +
        """

        from jobs
        where id >= @from::uuid and id < @before::uuid
          and (@status::text is null or status = @status)
          and (@kind::text is null or kind = @kind)
          and (@source::text is null or source = @source)
        order by id desc
        limit @limit
        """;

    // A literal status lets the planner use the small partial indexes: with a million finished jobs behind it, the list of
    // queued ones must not read them all.
    public const string ListQueued =
        "select " + ListColumns +
        """

        from jobs
        where status = 'queued'
          and id >= @from::uuid and id < @before::uuid
          and (@kind::text is null or kind = @kind)
          and (@source::text is null or source = @source)
        order by id desc
        limit @limit
        """;

    public const string ListRunning =
        "select " + ListColumns +
        """

        from jobs
        where status = 'running'
          and id >= @from::uuid and id < @before::uuid
          and (@kind::text is null or kind = @kind)
          and (@source::text is null or source = @source)
        order by id desc
        limit @limit
        """;

    // Final states never change: zero rows means there was nothing left to cancel.
    public const string Cancel =
        """
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
        """;

    // A copy under a new id: the old job keeps its outcome for ever, and the claims it was given.
    public const string Retry =
        """
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
        """;

    // The running attempt is the job's own row and is not among them.
    public const string ListAttempts =
        """
        select claim_no, worker_id, device_id, started_at, finished_at, status, error, error_class, metrics
        from job_attempts
        where job_id = @id
        order by claim_no desc
        limit @limit
        """;

    public const string Notify = "select pg_notify('llm_mcp', @message)";

    public const string Listen = "listen llm_mcp";
}
