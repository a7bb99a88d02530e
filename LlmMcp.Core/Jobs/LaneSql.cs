namespace LlmMcp.Core.Jobs;

/// <summary>
/// How statements find the lanes of ready jobs. Not public like whole statements are: the tests that compile those pass it by.
/// </summary>
internal static class LaneSql
{
    // Begins a statement; `lane` is then each lane behind the given one that has ready jobs, with its head: one probe of
    // jobs_ready_idx per lane (a loose index scan), however long the lanes are.
    internal const string Heads =
        """
        with recursive lane as (
            (
                select block, -priority as rank, client, source, id
                from jobs
                where status = 'queued' and run_at is null
                  and (block, -priority, client, source) > (@block, @rank, @client, @source)
                order by block, (-priority), client, source, id
                limit 1
            )
            union all
            select next.*
            from lane
            cross join lateral (
                select j.block, -j.priority as rank, j.client, j.source, j.id
                from jobs j
                where j.status = 'queued' and j.run_at is null
                  and (j.block, -j.priority, j.client, j.source) > (lane.block, lane.rank, lane.client, lane.source)
                order by j.block, (-j.priority), j.client, j.source, j.id
                limit 1
            ) next
        )

        """;
}
