using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Jobs;

/// <summary>Canceling a job on the way out of a command that was itself canceled.</summary>
internal static class JobCancellation
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>True when Core took the cancellation. False when the job had ended already or Core did not answer in time.</summary>
    public static async Task<bool> TryAsync(CoreClient core, string jobId)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await core.DeleteAsync(CorePaths.One(jobId), limit.Token);
            return true;
        }
        catch (Exception failure) when (failure is CommandFailedException or OperationCanceledException)
        {
            return false;
        }
    }
}
