using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Workers;

/// <summary>A single claim call waiting for its jobs: the HTTP claim, and ClaimJob and ClaimJobs over gRPC.</summary>
internal sealed class ClaimCall(string worker, IReadOnlySet<string> kinds, int most, int leaseSeconds, bool waits) : IWorkOffer
{
    private readonly TaskCompletionSource<IReadOnlyList<ClaimedJob>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string WorkerId => worker;

    public int LeaseSeconds => leaseSeconds;

    public bool AnswersAtOnce => !waits;

    // Once answered it is out of the game, even before it is withdrawn.
    public Appetite? Appetite => answer.Task.IsCompleted ? null : new Appetite(kinds, most, most);

    public Task<IReadOnlyList<ClaimedJob>> Answer => answer.Task;

    public bool Deliver(IReadOnlyList<ClaimedJob> jobs) => answer.TrySetResult(jobs);

    public void NothingNow()
    {
        if (!waits)
        {
            answer.TrySetResult([]);
        }
    }

    /// <summary>The caller waits no longer; true when nothing had been given to it.</summary>
    public bool GiveUp() => answer.TrySetResult([]);
}
