namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>How long a cold model is expected to load: as measured, else from its size and the pace of the device's other loads.</summary>
internal static class LoadEstimate
{
    /// <summary>No load is expected to take longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(180);

    // An old SATA disk. Where a real load was seen, its pace counts instead.
    private const double AssumedBytesPerSecond = 400e6;

    /// <summary>The expected load of a model that is not in memory; never more than <see cref="Longest"/>, zero when nothing is known.</summary>
    /// <param name="measuredMs">Earlier loads of the model there, in milliseconds; null when never seen.</param>
    /// <param name="sizeBytes">Size of the model's file; null when unknown.</param>
    /// <param name="bytesPerSecond">Pace of other loads there; null when none was seen.</param>
    public static TimeSpan Of(double? measuredMs, long? sizeBytes, double? bytesPerSecond)
    {
        var seconds = measuredMs is { } measured ? measured / 1000
            : sizeBytes is { } size ? size / (bytesPerSecond is > 0 and var pace ? pace : AssumedBytesPerSecond)
            : 0;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
    }

    /// <summary>The pace of the loads seen so far, bytes per second, by device.</summary>
    public static IEnumerable<(string DeviceId, double BytesPerSecond)> Paces(
        IEnumerable<ModelSpeed> speeds, Func<ModelSpeed, long?> sizeOf) =>
        from speed in speeds
        where speed.LoadMs is > 0
        let size = sizeOf(speed)
        where size is > 0
        group (Size: (double)size!.Value, Ms: speed.LoadMs!.Value) by speed.DeviceId into loads
        select (loads.Key, loads.Sum(static load => load.Size) * 1000 / loads.Sum(static load => load.Ms));
}
