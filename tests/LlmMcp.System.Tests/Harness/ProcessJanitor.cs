using System.Diagnostics;

namespace LlmMcp.SystemTests.Harness;

/// <summary>
/// A shell that is told which processes live and, when the test process is gone, kills those. The end of the pipe cannot be
/// missed, whatever ended us.
/// </summary>
internal static class ProcessJanitor
{
    private const string Script =
        """
        all=' '
        while read -r what pid; do
            case $what in
                born) all="$all$pid " ;;
                gone) case $all in *" $pid "*) all="${all%% $pid *} ${all#* $pid }" ;; esac ;;
            esac
        done
        for pid in $all; do kill -9 "$pid" 2>/dev/null; done
        """;

    private static readonly Lock Guard = new();
    private static readonly Lazy<Process> Shell = new(Start);

    public static void Born(int processId) => Tell("born", processId);

    public static void Gone(int processId) => Tell("gone", processId);

    private static void Tell(string what, int processId)
    {
        lock (Guard)
        {
            Shell.Value.StandardInput.WriteLine($"{what} {processId}");
            Shell.Value.StandardInput.Flush();
        }
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    }) ?? throw new InvalidOperationException("The shell did not start.");
}
