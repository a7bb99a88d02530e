namespace LlmMcp.Cli.Jobs;

/// <summary>How long ago something was, in one number and one letter. Core's clock and ours may differ a little: the future counts as now.</summary>
internal static class Age
{
    public static string Of(DateTimeOffset? moment, DateTimeOffset now) => moment is null ? string.Empty : Of(now - moment.Value);

    /// <summary>As Core counts it; whatever it says, this answers.</summary>
    public static string Of(double seconds) => Of(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9)));

    private static string Of(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 1 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };
}
