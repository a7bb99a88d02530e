using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LlmMcp.SystemTests.Harness;

/// <summary>Signals a scenario sends to its processes.</summary>
internal enum Signal
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGTERM.</summary>
    Terminate,

    /// <summary>SIGSTOP: the process stands still and does not notice.</summary>
    Freeze,

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    Thaw,
}

internal static partial class Signals
{
    public static void Send(int processId, Signal signal)
    {
        if (Kill(processId, Number(signal)) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static int Number(Signal signal) => signal switch
    {
        Signal.Kill => 9,
        Signal.Terminate => 15,
        Signal.Freeze => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Thaw => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Unknown signal."),
    };

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
