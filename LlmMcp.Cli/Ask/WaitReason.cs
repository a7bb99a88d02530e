using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>Why a job still waits: nobody to run it, else what routing noted when it took the job.</summary>
internal static class WaitReason
{
    /// <summary>A sentence. Never fails: it is a courtesy to somebody who waits.</summary>
    public static async Task<string> OfAsync(CoreClient core, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            var workers = await core.GetAsync(CorePaths.Workers, cancellationToken);
            if (!workers.Items("workers").Any(Devices.IsOnline))
            {
                return "The job waits: no worker is online.";
            }

            var job = await core.GetAsync(CorePaths.Explain(jobId), cancellationToken);
            var reasons = (job.Member("route") ?? default).Texts("reasons");
            return reasons.Count > 0 ? $"The job waits: {string.Join("; ", reasons)}." : "The job waits for a free slot.";
        }
        catch (Exception exception) when (exception is CommandFailedException or OperationCanceledException)
        {
            return "The job waits.";
        }
    }
}
