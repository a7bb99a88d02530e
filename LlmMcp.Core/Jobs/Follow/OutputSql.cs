namespace LlmMcp.Core.Jobs.Follow;

/// <summary>Statements on the recorded output of running jobs.</summary>
internal static class OutputSql
{
    // Idempotent: after a lost connection everything is written again from the first piece, and by then there may be more of it.
    public const string Insert =
        """
        insert into job_deltas (job_id, claim_no, first_seq, last_seq, pieces)
        select *
        from unnest(@jobs::uuid[], @claims::bigint[], @first::bigint[], @last::bigint[], @pieces::jsonb[])
        on conflict (job_id, claim_no, first_seq) do update
        set last_seq = excluded.last_seq, pieces = excluded.pieces, written_at = now()
        where excluded.last_seq > job_deltas.last_seq
        """;

    // Of each job the newest attempt only, in order.
    public const string Read =
        """
        select d.job_id, d.claim_no, d.first_seq, d.pieces
        from job_deltas d
        join jobs j on j.id = d.job_id and j.claim_no = d.claim_no
        where d.job_id = any(@jobs)
        order by d.job_id, d.first_seq
        """;

    // Output of jobs that ended a while ago: the result has it all.
    public const string RemoveEnded =
        """
        delete from job_deltas d
        where d.written_at < now() - interval '15 minutes'
          and not exists (select from jobs j where j.id = d.job_id and j.status = 'running')
        """;
}
