namespace LlmMcp.Telemetry.Channels;

/// <summary>Keeps a channel closed after a failure: for as long as it asked for, else for 15 s, 30 s, … at most 5 minutes.</summary>
internal sealed class ChannelGate(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private DateTimeOffset until;
    private int failures;

    public bool IsOpen => time.GetUtcNow() >= until;

    public void Succeeded() => (failures, until) = (0, default);

    public void Failed(TimeSpan? retryAfter)
    {
        var pause = retryAfter ?? TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(failures, 10), Longest.Ticks));
        failures++;
        until = time.GetUtcNow() + pause;
    }
}
