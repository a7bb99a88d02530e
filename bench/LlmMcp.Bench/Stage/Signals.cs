using System.Runtime.InteropServices;

namespace LlmMcp.Bench.Stage;

/// <summary>Signals that .NET has no call for.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;
    private const int Stop = 19;

    /// <summary>Asks a process to stop, as a service manager does.</summary>
    public static void SendTerminate(int processId) => _ = Kill(processId, Terminate);

    /// <summary>Freezes a process: it keeps its connections and does nothing.</summary>
    public static void SendStop(int processId) => _ = Kill(processId, Stop);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
