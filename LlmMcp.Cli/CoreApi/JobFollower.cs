using System.Runtime.CompilerServices;

namespace LlmMcp.Cli.CoreApi;

/// <summary>Follows one job to its end, as patiently as this program is.</summary>
internal sealed class JobFollower(CoreClient core, CliHost host)
{
    /// <summary>Ends after the first final status. Fails when the job does not exist, and when Core stays away for longer than the pauses of the host allow.</summary>
    public async IAsyncEnumerable<JobEvent> FollowAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trail = new JobTrail(core.Http, new FollowSettings { ReconnectPauses = host.ReconnectPauses, SilenceLimit = host.StreamSilenceLimit, Time = host.Time });
        await using var events = trail.FollowAsync(jobId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events, jobId))
        {
            yield return events.Current;
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<JobEvent> events, string jobId)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (CoreCallException call)
        {
            throw call.Failure.Kind == CoreFailureKind.Unreachable
                ? CoreFailureTexts.Lost(core.Address, jobId, call.Failure.Message)
                : CoreFailureTexts.Of(core.Address, call.Failure);
        }
    }
}
