using LlmMcp.Simulator.Catalog;

namespace LlmMcp.Simulator.Pace;

/// <summary>How fast one node runs one model when nothing else disturbs it.</summary>
/// <param name="TokensPerSecond">Tokens written per second; infinity answers at once.</param>
/// <param name="PromptTokensPerSecond">Prompt tokens read per second; infinity reads at once.</param>
public sealed record ModelPace(double TokensPerSecond, double PromptTokensPerSecond)
{
    /// <summary>No waiting at all.</summary>
    public static ModelPace Instant { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>
    /// Writing a token reads all weights once, so memory bandwidth sets the speed (about 70 % of it is reached);
    /// reading a prompt is bound by arithmetic and profits from batches.
    /// </summary>
    internal static ModelPace On(HardwareProfile hardware, ModelSpec spec)
    {
        var perToken = spec.SizeBytes / (0.7 * hardware.MemoryBytesPerSecond);
        return new ModelPace(1 / perToken, hardware.PromptFactor / perToken);
    }
}
