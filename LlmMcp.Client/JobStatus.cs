namespace LlmMcp.Client;

/// <summary>The words Core uses for a job's state.</summary>
public static class JobStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Error = "error";
    public const string Canceled = "canceled";

    public static readonly string[] All = [Queued, Running, Done, Error, Canceled];

    public static bool IsFinal(string status) => status is Done or Error or Canceled;
}
