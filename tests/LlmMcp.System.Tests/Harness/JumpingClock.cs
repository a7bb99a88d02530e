namespace LlmMcp.SystemTests.Harness;

/// <summary>The machine's clock with its wall time set wrong; timers and timestamps run on as they do on a machine whose clock is set.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long ticks;

    /// <summary>How far the wall time is off.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref ticks));
        set => Interlocked.Exchange(ref ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
