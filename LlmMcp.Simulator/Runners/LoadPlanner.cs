using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Runners;

/// <summary>
/// Decides whether a model may be loaded now. In this order:
/// <list type="number">
/// <item>it never fits the machine: too large;</item>
/// <item>a runner of the same weights with another context is in the way: it must go first;</item>
/// <item>as many models as allowed are loaded: one must go;</item>
/// <item>it fits into what is free of the accelerator (or of RAM without one): load;</item>
/// <item>it is larger than the whole accelerator: load spread over accelerator and RAM once nothing else is loaded;</item>
/// <item>otherwise one must go.</item>
/// </list>
/// The one to go is the idle runner used longest ago; while all are at work, wait.
/// </summary>
internal static class LoadPlanner
{
    public static LoadDecision Decide(
        HardwareProfile hardware, int maxLoadedModels, IReadOnlyList<Runner> loaded, string blobDigest, long neededBytes)
    {
        // 1
        if (neededBytes > hardware.TotalBytes)
        {
            return new LoadDecision.TooLarge(neededBytes, hardware.TotalBytes);
        }

        // 2
        if (loaded.FirstOrDefault(runner => runner.Model.BlobDigest == blobDigest) is { } sameWeights)
        {
            return sameWeights.IsIdle ? new LoadDecision.Evict(sameWeights) : new LoadDecision.Wait();
        }

        // 3
        if (loaded.Count >= maxLoadedModels)
        {
            return MakeRoom(loaded);
        }

        // 4
        var fastBytes = hardware.VramBytes > 0 ? hardware.VramBytes : hardware.RamBytes;
        var usedFast = loaded.Sum(runner => hardware.VramBytes > 0 ? runner.VramBytes : runner.SizeBytes);
        if (neededBytes <= fastBytes - usedFast)
        {
            return new LoadDecision.Load(hardware.VramBytes > 0 ? neededBytes : 0);
        }

        // 5
        if (neededBytes > fastBytes && loaded.Count == 0)
        {
            return new LoadDecision.Load(hardware.VramBytes);
        }

        // 6
        return MakeRoom(loaded);
    }

    private static LoadDecision MakeRoom(IReadOnlyList<Runner> loaded) =>
        loaded.Where(runner => runner.IsIdle).MinBy(runner => runner.LastUsedAt) is { } victim
            ? new LoadDecision.Evict(victim)
            : new LoadDecision.Wait();
}
