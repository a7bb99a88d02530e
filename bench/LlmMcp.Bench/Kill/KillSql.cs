namespace LlmMcp.Bench.Kill;

internal static class KillSql
{
    public const string CountHeld = "select count(*) from jobs where status = 'running' and worker_id = @worker";

    public const string CountLost = "select count(*) from job_attempts where status = 'lost'";
}
