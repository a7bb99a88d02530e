namespace LlmMcp.Cli.CommandLine;

/// <summary>What the process returns. Scripts depend on these numbers; <c>llm-mcp --help</c> lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int CoreUnreachable = 3;
    public const int JobNotDone = 4;
    public const int Interrupted = 130;

    /// <summary>The table that help prints, in the order of the numbers.</summary>
    public static readonly IReadOnlyList<(int Code, string Meaning)> All =
    [
        (Ok, "done"),
        (Failed, "failed, or refused by Core"),
        (Usage, "wrong usage or settings"),
        (CoreUnreachable, "Core cannot be reached"),
        (JobNotDone, "the job ended in error or was canceled"),
        (Interrupted, "interrupted"),
    ];
}
