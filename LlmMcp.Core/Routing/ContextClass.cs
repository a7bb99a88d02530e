using System.Numerics;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Estimated tokens rounded up to one of a few sizes, so that requests of nearly the same length are one block to the
/// scheduler. Up, never down: a model that is said to have enough context for the class has enough for each request in it. The
/// price is small: above 4,096 at most an eighth more is asked for than was estimated, and round decimal sizes, which providers
/// like to name as their limit, are classes of their own.
/// </summary>
internal static class ContextClass
{
    /// <summary>The smallest class, which is also the smallest estimate.</summary>
    public const int Least = 256;

    private const int FinestStepsFrom = 4096;

    // Contexts of well-known models that are no power of two.
    private static readonly int[] Landmarks = [3_072, 4_000, 8_000, 16_000, 32_000, 64_000, 100_000, 128_000, 200_000, 1_000_000];

    /// <summary>The class of an estimate: at least as large, and at most 1.125 times from 4,096 on (twice below).</summary>
    public static int Of(int tokens)
    {
        if (tokens <= Least)
        {
            return Least;
        }

        var step = tokens <= FinestStepsFrom ? (int)BitOperations.RoundUpToPowerOf2((uint)tokens) : RoundUp(tokens);
        foreach (var landmark in Landmarks)
        {
            if (landmark >= tokens)
            {
                return Math.Min(landmark, step);
            }
        }

        return step;
    }

    // Eighths of the power of two below.
    private static int RoundUp(int tokens)
    {
        var eighth = 1 << (BitOperations.Log2((uint)tokens) - 3);
        return (int)Math.Min(int.MaxValue, ((long)tokens + eighth - 1) / eighth * eighth);
    }
}
