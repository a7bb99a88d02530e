namespace LlmMcp.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Topic">The group it is shown in.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Detail">What was seen; never a key or a password.</param>
/// <param name="Fix">What to do; null when nothing has to be done.</param>
internal sealed record Finding(string Topic, string Subject, Verdict Verdict, string Detail, string? Fix = null);

/// <summary>How bad a finding is.</summary>
internal enum Verdict
{
    /// <summary>Works.</summary>
    Ok,

    /// <summary>Neither good nor bad, but worth knowing.</summary>
    Note,

    /// <summary>Works, with something missing or risky.</summary>
    Warning,

    /// <summary>Does not work, or must not stay so.</summary>
    Problem,
}
