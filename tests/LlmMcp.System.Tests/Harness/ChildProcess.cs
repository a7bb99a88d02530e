using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LlmMcp.SystemTests.Harness;

/// <summary>One run of one program of ours, its output kept. Disposing kills it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxLines = 20_000;
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_CLI_TELEMETRY_OPTOUT"];

    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly Process process;
    private readonly Task[] readers;
    private int isGone;
    private TaskCompletionSource grew = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(string name, Process process)
    {
        (Name, this.process) = (name, process);
        ProcessJanitor.Born(process.Id);
        readers = [ReadAsync(process.StandardOutput), ReadAsync(process.StandardError)];
    }

    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines of what it said.</summary>
    public string Tail
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', lines.TakeLast(60));
            }
        }
    }

    /// <summary>Starts <c>dotnet program arguments</c> with this environment and nothing else of ours that could configure it.</summary>
    public static ChildProcess Start(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
            {
                info.Environment[variable] = value;
            }
        }

        // Two cores are shared by all processes of a scenario: quick to start matters more than quick in the long run.
        info.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (key, value) in environment)
        {
            info.Environment[key] = value;
        }

        return new ChildProcess(name, Process.Start(info) ?? throw new InvalidOperationException($"{name} did not start."));
    }

    public void Send(Signal signal) => Signals.Send(process.Id, signal);

    /// <summary>Waits until it has ended; SIGKILL needs no more than that.</summary>
    public async Task WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{Name} did not end within {Scale.Patience}.\n{Tail}");
        }

        // Once: the number may be another process's soon.
        if (Interlocked.Exchange(ref isGone, 1) == 0)
        {
            ProcessJanitor.Gone(process.Id);
        }

        await Task.WhenAll(readers);
    }

    /// <summary>Every line so far and to come, until it ends.</summary>
    public async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            Task? more = null;
            string? line = null;
            lock (gate)
            {
                if (i < lines.Count)
                {
                    line = lines[i];
                }
                else if (!readers.All(static reader => reader.IsCompleted))
                {
                    more = grew.Task;
                }
            }

            if (line is not null)
            {
                yield return line;
            }
            else if (more is not null)
            {
                await more.WaitAsync(cancellationToken);
                i--;
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>How often a line was said so far.</summary>
    public int Count(Func<string, bool> isMeant)
    {
        lock (gate)
        {
            return lines.Count(isMeant);
        }
    }

    /// <summary>Waits until so many lines were said; fails with the output when it ends before that.</summary>
    public async Task WaitForLinesAsync(Func<string, bool> isMeant, int count = 1)
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        var seen = 0;
        try
        {
            await foreach (var line in LinesAsync(limit.Token))
            {
                if (isMeant(line) && ++seen == count)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        Assert.Fail($"{Name} said {seen} of {count} awaited lines.\n{Tail}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await WaitForExitAsync();
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader pipe)
    {
        while (await pipe.ReadLineAsync() is { } line)
        {
            Add(line);
        }

        Add(null);
    }

    private void Add(string? line)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            if (line is not null && lines.Count < MaxLines)
            {
                lines.Add(line);
            }

            (told, grew) = (grew, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }
}
