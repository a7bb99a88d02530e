using LlmMcp.Simulator.Catalog;

namespace LlmMcp.Simulator.Runners;

internal static class RunnerMemory
{
    private const int BytesPerCacheEntry = 2;
    private const double ComputeBuffers = 1.05;

    /// <summary>Weights, key-value cache of all parallel contexts, and some buffers.</summary>
    public static long Needed(ModelSpec spec, int contextLength, int parallel)
    {
        var cachePerToken = 2L * spec.BlockCount * spec.HeadCountKv * ModelFacts.HeadWidth(spec) * BytesPerCacheEntry;
        return (long)((spec.SizeBytes + cachePerToken * contextLength * parallel) * ComputeBuffers);
    }
}
