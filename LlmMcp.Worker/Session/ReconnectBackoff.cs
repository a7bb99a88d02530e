namespace LlmMcp.Worker.Session;

/// <summary>How long to wait before the next try to connect: 0.1 s doubling to 5 s, each with ±50 % of jitter.</summary>
internal sealed class ReconnectBackoff(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        var wait = _next * (0.5 + random());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait < Longest ? wait : Longest;
    }

    /// <summary>A session came about: the next failure is a new one.</summary>
    public void Reset() => _next = First;
}
