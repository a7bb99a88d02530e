using System.Diagnostics;
using LlmMcp.EmbeddedPostgres;

namespace LlmMcp.Testing;

/// <summary>
/// A shell that reads directory names from us and, when we are gone, stops the servers in those directories and removes
/// them. The runner kills a test process 100 ms after its last test, so no handler of our own could do it reliably; the
/// end of the pipe cannot be missed, whatever ended us.
/// </summary>
internal static class TestJanitor
{
    private const string Script =
        """
        set --
        while IFS= read -r directory; do set -- "$@" "$directory"; done
        for directory; do
            for file in "$directory"/pg*/postmaster.pid; do
                [ -f "$file" ] || continue
                read -r server < "$file"
                kill -QUIT "$server" 2>/dev/null
                tries=0
                while [ -e "$file" ] && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.05; done
            done
            rm -rf -- "$directory"
        done
        """;

    private static readonly Lock Guard = new();
    private static readonly Lazy<Process> Shell = new(Start);

    public static void RemoveAtExit(string directory)
    {
        lock (Guard)
        {
            Shell.Value.StandardInput.WriteLine(directory);
            Shell.Value.StandardInput.Flush();
        }
    }

    private static Process Start()
    {
        // Out of the terminal's process group, or Ctrl+C would end the janitor before its work begins.
        string[] shell = ["/bin/sh", "-c", Script];
        string[] command = SearchPath.Find("setsid") is { } setsid ? [setsid, .. shell] : shell;
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return Process.Start(info) ?? throw new InvalidOperationException("The shell did not start.");
    }
}
