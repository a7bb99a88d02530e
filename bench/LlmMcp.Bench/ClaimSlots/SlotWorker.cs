using LlmMcp.Contracts;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Bench.ClaimSlots;

/// <summary>A worker that always wants as much as the fleet can run.</summary>
internal sealed class SlotWorker(int slots) : IWorkOffer
{
    private static readonly HashSet<string> Kinds = [JobKinds.OllamaChat];

    /// <summary>What it was given and has not finished.</summary>
    public List<ClaimedJob> Held { get; } = [];

    public string WorkerId => "bench";

    public int LeaseSeconds => 60;

    public bool AnswersAtOnce => false;

    public Appetite? Appetite => Held.Count < slots ? new Appetite(Kinds, slots - Held.Count, 0) : null;

    public bool Deliver(IReadOnlyList<ClaimedJob> jobs)
    {
        Held.AddRange(jobs);
        return true;
    }

    public void NothingNow()
    {
        // It waits; the next round asks again.
    }
}
