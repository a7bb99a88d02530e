namespace LlmMcp.SystemTests.Checks;

/// <summary>Statements of <see cref="Audit"/>.</summary>
internal static class AuditSql
{
    // What happens to jobs is written down by the database itself, in the very transactions in which it happens.
    public const string Install =
        """
        create table audit_claims (job_id uuid not null, claim_no bigint not null, worker_id text, attempts integer not null);
        create table audit_ends (job_id uuid not null, claim_no bigint not null, status text not null);
        create table audit_changes_after_end (job_id uuid not null, before jsonb not null, after jsonb not null);
        create function audit_jobs() returns trigger language plpgsql as $$
        begin
            if old.status in ('done', 'error', 'canceled') then
                insert into audit_changes_after_end values (old.id, to_jsonb(old), to_jsonb(new));
            elsif new.status in ('done', 'error', 'canceled') then
                insert into audit_ends values (new.id, new.claim_no, new.status);
            elsif old.status = 'queued' and new.status = 'running' then
                insert into audit_claims values (new.id, new.claim_no, new.worker_id, new.attempts);
            end if;
            return null;
        end $$;
        create trigger audit_jobs after update on jobs for each row execute function audit_jobs();
        """;

    public const string Unfinished = "select count(*) from jobs where status in ('queued', 'running')";

    public const string Running = "select count(*) from jobs where status = 'running'";

    public const string Missing =
        "select id::text from unnest(@ids::uuid[]) as acknowledged (id) where not exists (select from jobs j where j.id = acknowledged.id)";

    public const string UnfinishedList =
        "select format('%s %s attempts %s/%s claim %s worker %s run_at %s lease_until %s now %s', id, status, attempts, max_attempts, claim_no, worker_id, run_at, lease_until, now()) from jobs where status in ('queued', 'running')";

    // Each query lists what must not be, and says what it is.
    public static readonly IReadOnlyList<string> Violations =
    [
        "select format('%s was changed after its end: %s -> %s', job_id, before, after) from audit_changes_after_end",
        """
        select format('%s (%s) ended %s times', j.id, j.status, count(e.job_id))
        from jobs j left join audit_ends e on e.job_id = j.id and e.status = j.status and e.claim_no = j.claim_no
        where j.status in ('done', 'error', 'canceled')
        group by j.id, j.status
        having count(e.job_id) <> 1
        """,
        "select format('%s has %s attempts of %s', id, attempts, max_attempts) from jobs where attempts > max_attempts",
        """
        select format('%s: claim_no %s, but %s claims were made, %s of them different', j.id, j.claim_no, count(c.job_id), count(distinct c.claim_no))
        from jobs j left join audit_claims c on c.job_id = j.id
        group by j.id, j.claim_no
        having count(c.job_id) <> j.claim_no or count(distinct c.claim_no) <> j.claim_no
        """,
        """
        select format('%s: %s claims, but %s attempts on record', j.id, j.claim_no, count(a.job_id))
        from jobs j left join job_attempts a on a.job_id = j.id
        where j.status in ('done', 'error', 'canceled')
        group by j.id, j.claim_no
        having count(a.job_id) <> j.claim_no
        """,
        """
        select format('%s: %s attempts charged, but %s on record that count', j.id, j.attempts, count(a.job_id))
        from jobs j left join job_attempts a on a.job_id = j.id and a.status <> 'released'
        where j.status in ('done', 'error', 'canceled')
        group by j.id, j.attempts
        having count(a.job_id) <> j.attempts
        """,
        """
        select format('%s is %s with %s attempts on record as done', j.id, j.status, count(a.job_id))
        from jobs j left join job_attempts a on a.job_id = j.id and a.status = 'done'
        group by j.id, j.status
        having count(a.job_id) <> case when j.status = 'done' then 1 else 0 end
        """,
        """
        select format('%s holds the result of claim %s by %s, but its last claim is %s by %s', id, result ->> 'claim_no', result ->> 'worker', claim_no, worker_id)
        from jobs
        where status = 'done' and kind = 'test.scripted'
          and (result ->> 'claim_no' is distinct from claim_no::text or result ->> 'worker' is distinct from worker_id)
        """,
        "select format('slot %s of %s is held by %s', s.slot, s.device_id, s.job_id) from device_slots s where s.job_id is not null",
    ];
}
