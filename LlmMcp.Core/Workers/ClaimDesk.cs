using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Workers;

/// <summary>Serves single claim calls through the dispatcher, like every other worker.</summary>
internal sealed class ClaimDesk(Dispatcher dispatcher, OutcomeRecorder recorder, TimeProvider time)
{
    /// <summary>Most jobs one call may claim.</summary>
    public const int MaxJobs = 1000;

    /// <summary>Longest wait of one call.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private static readonly FrozenSet<string> DeployedKinds = JobKinds.OfDeployedSystem.ToFrozenSet();

    /// <summary>
    /// Claims up to <paramref name="most"/> jobs, waiting up to <paramref name="wait"/> for the first. Empty
    /// <paramref name="kinds"/> come from a worker of the deployed system and mean that system's kinds. Jobs given to a caller
    /// that has left meanwhile go back uncharged.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        string worker, IReadOnlyCollection<string> kinds, int most, int leaseSeconds, TimeSpan wait, CancellationToken cancellationToken)
    {
        var call = new ClaimCall(worker, kinds.Count == 0 ? DeployedKinds : kinds.ToFrozenSet(), most, leaseSeconds, wait > TimeSpan.Zero);
        dispatcher.Offer(call);
        try
        {
            // A round that is under way when the call comes in does not see it, hence a little time even for those who do not wait.
            var limit = wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(5);
            return await call.Answer.WaitAsync(limit, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!call.GiveUp())
            {
                var late = await call.Answer;
                if (exception is TimeoutException)
                {
                    return late;
                }

                await recorder.RecordAsync([.. late.Select(job => new AttemptEnd.Released(job.Id, job.ClaimNo, worker))], CancellationToken.None);
            }

            if (exception is OperationCanceledException)
            {
                throw;
            }

            return [];
        }
        finally
        {
            dispatcher.Withdraw(call);
        }
    }
}
