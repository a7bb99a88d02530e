namespace LlmMcp.EmbeddedPostgres;

/// <summary>The signals a postmaster understands, with the numbers both Linux and macOS give them.</summary>
internal enum ServerSignal
{
    /// <summary>Sends nothing; only asks whether the process exists.</summary>
    Probe = 0,

    /// <summary>SIGINT, fast shutdown: running transactions are rolled back, the files are left clean.</summary>
    Fast = 2,

    /// <summary>SIGQUIT, immediate shutdown: as if the power had gone; the next start recovers from the log.</summary>
    Immediate = 3,

    /// <summary>SIGKILL, when nothing else helped.</summary>
    Kill = 9,
}

internal static class ServerSignals
{
    /// <summary>Sends the signal; false when the process does not exist or is not ours to signal.</summary>
    public static bool Send(int processId, ServerSignal signal) => NativeMethods.Kill(processId, (int)signal) == 0;
}
