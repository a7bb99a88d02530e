namespace LlmMcp.Bench.Streams;

internal static class StreamsSql
{
    public const string CountListeners = "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";

    // The last version of a finished row was written by the transaction that completed it. The time stamp is taken before
    // the commit waits for the disk, so that wait counts against us.
    public const string CommitTimes = "select id, pg_xact_commit_timestamp(xmin) from jobs where status = 'done'";
}
