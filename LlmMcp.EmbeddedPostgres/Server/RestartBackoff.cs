namespace LlmMcp.EmbeddedPostgres;

/// <summary>The wait before a crashed server is started again: none the first time, then doubling from 100 ms to 30 s.</summary>
internal static class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">Starts that failed, or runs that crashed young, since the last run that lasted.</param>
    public static TimeSpan Delay(int failures) => failures switch
    {
        <= 0 => TimeSpan.Zero,
        > 9 => Longest,
        _ => TimeSpan.FromTicks(Math.Min(First.Ticks << (failures - 1), Longest.Ticks)),
    };
}
