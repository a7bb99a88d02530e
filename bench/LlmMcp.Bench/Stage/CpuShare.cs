using LlmMcp.Bench.Measuring;

namespace LlmMcp.Bench.Stage;

/// <summary>
/// Who used the processors between two moments: the first thing to know when a figure is far off its goal, and the one thing
/// that stays the same when somebody else keeps the machine busy.
/// </summary>
internal sealed class CpuShare
{
    private const string Self = "bench";

    private readonly (string Name, int Process, double Before)[] parts;
    private readonly long start = Ticks.Now;

    public CpuShare(params (string Name, int Process)[] processes) =>
        parts = [.. processes.Append((Self, Environment.ProcessId)).Select(static part => (part.Item1, part.Item2, Seconds(part.Item2)))];

    /// <summary>In words: of all processor time there was, how much went into this; and who spent how much of it per job.</summary>
    public string Describe(long jobs)
    {
        var used = parts.Select(static part => (part.Name, Seconds: Seconds(part.Process) - part.Before)).ToList();
        var available = Ticks.SecondsSince(start) * Environment.ProcessorCount;
        return $"CPU {used.Sum(static part => part.Seconds) / available:P0} of the machine, per job "
            + string.Join(", ", used.Select(part => $"{part.Name} {part.Seconds / jobs * 1_000_000:0} µs"));
    }

    // The benchmark is the parent of all others, whose time must not count as its own.
    private static double Seconds(int process) =>
        process == Environment.ProcessId ? Environment.CpuUsage.TotalTime.TotalSeconds : ProcessTree.CpuSeconds(process);
}
