using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>A worker that keeps what it is given.</summary>
internal sealed class TestOffer(string worker, string[] kinds, int modelJobs, int lightJobs) : IWorkOffer
{
    private int modelLeft = modelJobs;
    private int lightLeft = lightJobs;

    public string WorkerId => worker;

    public int LeaseSeconds { get; init; } = 60;

    public bool AnswersAtOnce { get; init; }

    /// <summary>Most jobs of both sorts together.</summary>
    public int Total { get; init; } = int.MaxValue;

    /// <summary>True: the worker has left, but the dispatcher does not know it yet.</summary>
    public bool Gone { get; init; }

    public List<ClaimedJob> Jobs { get; } = [];

    /// <summary>Each delivery by itself, to see what came together.</summary>
    public List<int> Deliveries { get; } = [];

    /// <summary>How often it was told that there is nothing.</summary>
    public int Nothings { get; private set; }

    public bool Exceeded { get; private set; }

    public Appetite? Appetite =>
        Jobs.Count >= Total || (modelLeft <= 0 && lightLeft <= 0)
            ? null
            : new Appetite(new HashSet<string>(kinds), Math.Min(modelLeft, Total - Jobs.Count), Math.Min(lightLeft, Total - Jobs.Count));

    public bool Deliver(IReadOnlyList<ClaimedJob> jobs)
    {
        if (Gone)
        {
            modelLeft = lightLeft = 0;
            return false;
        }

        Jobs.AddRange(jobs);
        Deliveries.Add(jobs.Count);
        lightLeft -= jobs.Count(static job => job.DeviceId is null);
        modelLeft -= jobs.Count(static job => job.DeviceId is not null);
        Exceeded |= lightLeft < 0 || modelLeft < 0 || Jobs.Count > Total;
        return true;
    }

    public void NothingNow() => Nothings++;
}
