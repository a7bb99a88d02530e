using System.Runtime.InteropServices;

namespace LlmMcp.Bench.Stage;

/// <summary>The polite way to end a process, which .NET has no call for.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;

    /// <summary>Asks a process to stop, as a service manager does.</summary>
    public static void SendTerminate(int processId) => _ = Kill(processId, Terminate);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
