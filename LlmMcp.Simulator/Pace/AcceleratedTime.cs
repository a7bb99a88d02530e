namespace LlmMcp.Simulator.Pace;

/// <summary>
/// A clock that runs faster than the wall: with factor 1000 a load of five seconds takes five milliseconds.
/// Everything keeps its order and overlaps as in real time, so slots and queues behave as they would.
/// </summary>
/// <param name="factor">Simulated seconds per real second; greater than 0.</param>
public sealed class AcceleratedTime(double factor) : TimeProvider
{
    private readonly DateTimeOffset startedAt = System.GetUtcNow();
    private readonly long startedStamp = System.GetTimestamp();

    /// <summary>Simulated seconds per real second.</summary>
    public double Factor { get; } = factor > 0 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be greater than 0.");

    /// <inheritdoc />
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc />
    public override long GetTimestamp() => startedStamp + (long)((System.GetTimestamp() - startedStamp) * Factor);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => startedAt + System.GetElapsedTime(startedStamp) * Factor;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shrink(dueTime), Shrink(period));

    private TimeSpan Shrink(TimeSpan span) => span <= TimeSpan.Zero ? span : span / Factor;
}
