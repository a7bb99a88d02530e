namespace LlmMcp.Core.Jobs;

/// <summary>
/// The states of a job, as stored and as sent. Edges: <c>queued → running → done | error | canceled</c>,
/// <c>running → queued</c> on retry, release or a lost worker, <c>queued → error | canceled</c>. Final states never change.
/// The diagram is <c>docs/job-states.md</c>.
/// </summary>
internal static class JobStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Error = "error";
    public const string Canceled = "canceled";

    /// <summary>In the order of a job's life.</summary>
    public static readonly IReadOnlyList<string> All = [Queued, Running, Done, Error, Canceled];

    /// <summary>True for states that never change again.</summary>
    public static bool IsFinal(string status) => status is Done or Error or Canceled;

    /// <summary>One letter for compact notifications.</summary>
    public static char ToLetter(string status) => status switch
    {
        Queued => 'q',
        Running => 'r',
        Done => 'd',
        Error => 'e',
        Canceled => 'c',
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    /// <summary>The reverse of <see cref="ToLetter"/>; null for a letter of a newer Core.</summary>
    public static string? FromLetter(char letter) => letter switch
    {
        'q' => Queued,
        'r' => Running,
        'd' => Done,
        'e' => Error,
        'c' => Canceled,
        _ => null,
    };
}
