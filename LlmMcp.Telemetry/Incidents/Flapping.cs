namespace LlmMcp.Telemetry.Incidents;

/// <summary>What comes and goes all the time is told as that: it has to stay away for longer before it counts as over.</summary>
internal static class Flapping
{
    /// <summary>Openings are counted within this span.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Openings from which something counts as unstable.</summary>
    public const int From = 3;

    /// <summary>How long it has to be over.</summary>
    /// <param name="usual">For something stable.</param>
    /// <param name="openings">Within <see cref="Window"/>.</param>
    public static TimeSpan CloseAfter(TimeSpan usual, int openings)
    {
        var calm = openings switch
        {
            < From => TimeSpan.Zero,
            From => TimeSpan.FromMinutes(5),
            _ => TimeSpan.FromMinutes(15),
        };
        return calm > usual ? calm : usual;
    }

    public static string Text(string text, int openings) => openings < From ? text : $"{text} (unstable: {openings} times within an hour)";
}
