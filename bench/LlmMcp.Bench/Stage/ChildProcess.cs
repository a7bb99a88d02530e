using System.Collections.Concurrent;
using System.Diagnostics;
using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.Bench.Stage;

/// <summary>A program of ours in a process of its own: <c>dotnet X.dll</c>, from the folder of the benchmark.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 40;

    private readonly string name;
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private ChildProcess(string name, Process process)
    {
        (this.name, this.process) = (name, process);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>Starts a program.</summary>
    /// <param name="assembly">File name of its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Added to ours, from which every variable of llm-mcp has been taken out.</param>
    public static async Task<ChildProcess> StartAsync(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly);
        if (!File.Exists(path))
        {
            throw new BenchFailedException($"{assembly} is not beside the benchmark; build the solution.");
        }

        return new ChildProcess(Path.GetFileNameWithoutExtension(assembly), await Launcher.StartAsync("dotnet", [path, .. arguments], info =>
        {
            info.RedirectStandardOutput = info.RedirectStandardError = true;
            info.WorkingDirectory = AppContext.BaseDirectory;
            foreach (var variable in EnvironmentAliases.All)
            {
                info.Environment.Remove(variable.Name);
            }

            foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            {
                info.Environment[key] = value;
            }
        }));
    }

    /// <exception cref="BenchFailedException">The process has ended; the message carries its last lines.</exception>
    public void ThrowIfEnded()
    {
        if (process.HasExited)
        {
            throw new BenchFailedException($"{name} ended with {process.ExitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");
        }
    }

    /// <summary>SIGSTOP: from now on it does nothing, and nobody notices until a time runs out.</summary>
    public void Freeze() => Signals.SendStop(process.Id);

    /// <summary>Kill -9, and gone when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM; returns when it has ended.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        Signals.SendTerminate(process.Id);
        await process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
            while (output.Count > KeptLines && output.TryDequeue(out _))
            {
            }
        }
    }
}
