using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Load;

/// <summary>Fills the queue through Core's own batch door, so that the rows are exactly those Core writes.</summary>
internal static class Backlog
{
    private const int BatchSize = 1000;
    private const int Connections = 4;

    /// <summary>Submits the jobs and answers their ids, oldest first.</summary>
    public static async Task<IReadOnlyList<Guid>> LoadAsync(CoreProcess core, string job, int count, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>(count);
        if (count / BatchSize is var full and > 0)
        {
            var load = new SubmitLoad(core.EndPoint, JobRequests.SubmitBatch(job, BatchSize), BatchSize);
            ids.AddRange((await load.RunAsync(Math.Min(Connections, full), full, cancellationToken)).Ids);
        }

        if (count % BatchSize is var rest and > 0)
        {
            var load = new SubmitLoad(core.EndPoint, JobRequests.SubmitBatch(job, rest), rest);
            ids.AddRange((await load.RunAsync(1, 1, cancellationToken)).Ids);
        }

        ids.Sort();
        return ids;
    }
}
