using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>Why a job still waits: nobody to run it or nobody who runs its kind, else what routing noted when it took the job.</summary>
internal static class WaitReason
{
    private const string NextStep = "`llm-mcp doctor` says what to start or set.";

    /// <summary>A sentence, and the next step where waiting alone does not help. Never fails: it is a courtesy to somebody who waits.</summary>
    public static async Task<string> OfAsync(CoreClient core, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            var workers = (await core.GetAsync(CorePaths.Workers, cancellationToken)).Items("workers").Where(Devices.IsOnline).ToList();
            if (workers.Count == 0)
            {
                return $"The job waits: no worker is online. {NextStep}";
            }

            var job = await core.GetAsync(CorePaths.Explain(jobId), cancellationToken);
            if (job.Text("kind") is { } kind && workers.TrueForAll(worker => worker.Texts("kinds") is { Count: > 0 } kinds && !kinds.Contains(kind)))
            {
                return $"The job waits: no worker that is online serves {kind}. Set WORKER_KINDS of one to it, or to nothing for all.";
            }

            var nodes = Devices.Nodes(await core.GetAsync(CorePaths.Devices, cancellationToken));
            var reasons = (job.Member("route") ?? default).Texts("reasons");
            var why = reasons.Count > 0 ? $"The job waits: {string.Join("; ", reasons)}." : "The job waits for a free slot.";
            return nodes.Any(Devices.IsOnline) ? why : $"{why} No node is online: {NextStep}";
        }
        catch (Exception exception) when (exception is CommandFailedException or OperationCanceledException)
        {
            return "The job waits.";
        }
    }
}
