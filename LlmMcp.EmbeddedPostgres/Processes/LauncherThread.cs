using System.Collections.Concurrent;
using System.Diagnostics;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>
/// The one thread that forks server processes. The kernel sends the parent-death signal when the *thread* that forked
/// ends, so a pool thread would take the server down whenever the pool shrinks. Lives until disposed or the process ends.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    private readonly BlockingCollection<Action> work = new(boundedCapacity: 8);
    private readonly Thread thread;

    public LauncherThread()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "postgres launcher" };
        thread.Start();
    }

    /// <summary>Starts a process from the launcher thread, with a bare environment: no key of ours reaches the server.</summary>
    public Task<Process> StartAsync(LaunchPlan plan, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                // The root directory is traversable for every account; ours may not be.
                var info = new ProcessStartInfo(plan.Program, plan.Arguments) { WorkingDirectory = "/" };
                info.Environment.Clear();
                foreach (var (name, value) in environment)
                {
                    info.Environment[name] = value;
                }

                started.SetResult(Process.Start(info) ?? throw new InvalidOperationException($"{plan.Program} did not start."));
            }
            catch (Exception exception)
            {
                // Carried to the caller: this thread must survive whatever a single start does.
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
    }

    private void Run()
    {
        foreach (var action in work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
