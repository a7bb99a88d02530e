using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>How long a model that is not in memory will take to get there.</summary>
internal static class LoadTime
{
    // A hard disk or a memory card; better guessed too long, as this only moves the end of an attempt.
    private const double BytesPerSecond = 100e6;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>As measured there, else by the size of its file, at most ten minutes; zero when it is loaded or nothing is known.</summary>
    public static TimeSpan Of(Placement place) =>
        place.Loaded ? TimeSpan.Zero
        : place.LoadMs is { } measured ? Bounded(measured / 1000)
        : place.Facts?.SizeBytes is { } bytes ? Bounded(bytes / BytesPerSecond)
        : TimeSpan.Zero;

    private static TimeSpan Bounded(double seconds) => seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(Math.Ceiling(seconds));
}
