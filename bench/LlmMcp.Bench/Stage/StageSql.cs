namespace LlmMcp.Bench.Stage;

/// <summary>Statements by which the benchmark looks at what Core did, without asking Core.</summary>
internal static class StageSql
{
    public const string WorkerIsAttached = "select exists (select from workers where id = @worker and session_id is not null)";

    public const string StatusOf = "select status from jobs where id = @id";

    public const string CountOpen = "select count(*) from jobs where status in ('queued', 'running')";

    public const string CountStored = "select count(*) from jobs where id = any(@ids)";

    // Exactly once: as many done jobs as there are jobs, each in its first attempt, and as many recorded successes.
    public const string Outcomes =
        """
        select count(*) as jobs,
               count(*) filter (where status = 'done') as done,
               count(*) filter (where status = 'done' and attempts = 1) as done_at_once,
               (select count(*) from job_attempts where status = 'done') as successes,
               (select count(distinct job_id) from job_attempts where status = 'done') as succeeded,
               extract(epoch from max(finished_at) - min(started_at))::double precision as seconds,
               max(finished_at) as last_finish
        from jobs
        """;

    // The same start for every repetition: nothing left to vacuum, nothing left to write out.
    public const string VacuumJobs = "vacuum (analyze) jobs";

    public const string Checkpoint = "checkpoint";

    public const string WalPosition = "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint";

    public const string CreateBare = "create database bare";

    public const string DropBare = "drop database bare";

    public const string CreateStatementStatistics = "create extension if not exists pg_stat_statements";

    public const string ResetStatementStatistics = "select pg_stat_statements_reset()";

    public const string TopStatements =
        """
        select total_exec_time, calls, rows, regexp_replace(left(query, 120), '\s+', ' ', 'g')
        from pg_stat_statements
        order by total_exec_time desc
        limit 12
        """;
}
