using LlmMcp.AppHost.Wiring;
using LlmMcp.SystemTests.Scripted;
using LlmMcp.Testing;

namespace LlmMcp.SystemTests.Harness;

/// <summary>A worker as its own process: the shipped one, or the same with the scripted executor. Keeps its id through all its lives.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>The shortest lease Core grants: what a lost worker costs when nobody sees its stream end.</summary>
    public const int LeaseSeconds = 5;

    private readonly Dictionary<string, string> environment;
    private readonly bool scripted;
    private readonly List<ChildProcess> lives = [];

    public WorkerProcess(string id, bool scripted, CoreProcess core, IReadOnlyDictionary<string, string> more)
    {
        (Id, this.scripted) = (id, scripted);
        environment = new(more)
        {
            ["WORKER_ID"] = id,
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        };
        environment.TryAdd("WORKER_LEASE_SECONDS", $"{LeaseSeconds}");
        foreach (var (variable, value) in ProcessEnvironment.Worker($"http://{core.GrpcAddress}", $"127.0.0.1:{FreePort.Next()}", CoreProcess.Key, new ModelServers<string>(null, null)))
        {
            environment.TryAdd(variable, value);
        }

        if (scripted)
        {
            environment.TryAdd("WORKER_KINDS", ScriptedExecutor.Kind);
        }
    }

    /// <summary>What it is started with.</summary>
    public IReadOnlyDictionary<string, string> Environment => environment;

    public string Id { get; }

    public ChildProcess Current => lives[^1];

    /// <summary>Starts it, again after a kill. It finds Core by itself.</summary>
    public void Start()
    {
        var name = $"{Id}, life {lives.Count + 1}";
        lives.Add(scripted
            ? ChildProcess.Start(name, "LlmMcp.System.Tests.dll", ["worker"], environment)
            : ChildProcess.Start(name, "LlmMcp.Worker.dll", [], environment));
    }

    /// <summary>kill -9; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        Current.Send(Signal.Kill);
        await Current.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns when it has drained and ended, in good order.</summary>
    public async Task TerminateAsync()
    {
        Current.Send(Signal.Terminate);
        await Current.WaitForExitAsync();
        Assert.True(Current.ExitCode == 0, $"{Current.Name} ended with {Current.ExitCode} after SIGTERM.\n{Current.Tail}");
    }

    /// <summary>How many runs of scripted jobs its present life has begun.</summary>
    public int Started => Current.Count(IsStart);

    /// <summary>How often any of its lives began to run the job.</summary>
    public int StartsOf(Guid job) => lives.Sum(life => life.Count(line => line.StartsWith($"started {job} ", StringComparison.Ordinal)));

    /// <summary>Waits until its present life has begun so many runs.</summary>
    public Task WaitForStartsAsync(int count) => Current.WaitForLinesAsync(IsStart, count);

    public string Story() => string.Join("\n", lives.Select(static life => $"--- {life.Name}\n{life.Tail}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var life in lives)
        {
            await life.DisposeAsync();
        }
    }

    private static bool IsStart(string line) => line.StartsWith("started ", StringComparison.Ordinal);
}
