using System.Collections.Concurrent;
using System.Diagnostics;

namespace LlmMcp.Bench.Stage;

/// <summary>
/// The one thread that starts processes. Each gets a parent-death signal, so that nothing survives a killed benchmark; the
/// kernel sends it when the *thread* that forked ends, and a pool thread ends whenever the pool shrinks.
/// </summary>
internal static class Launcher
{
    private const string SetPriv = "setpriv";

    private static readonly BlockingCollection<Action> Work = new(boundedCapacity: 8);

    static Launcher() => new Thread(Run) { IsBackground = true, Name = "launcher" }.Start();

    public static Task<Process> StartAsync(string program, IEnumerable<string> arguments, Action<ProcessStartInfo> configure)
    {
        var info = new ProcessStartInfo(SetPriv, ["--pdeathsig", "KILL", "--", program, .. arguments]) { UseShellExecute = false };
        configure(info);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new BenchFailedException($"{program} did not start."));
            }
            catch (Exception exception)
            {
                // Carried to the caller: this thread must survive whatever a single start does.
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var action in Work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
