using LlmMcp.Testing;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>A worker session against a fake Core, with echo and one scripted model executor.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CoreConnection _connection;
    private readonly ErrorLogGuard _log = new();
    private Task _run = Task.CompletedTask;

    private SessionBench(FakeCore core, WorkerOptions options, TimeProvider time)
    {
        Core = core;
        _connection = new CoreConnection(Options.Create(options));
        var executors = new JobExecutors([new EchoExecutor(), Model]);
        var kinds = ServedKinds.From(options, executors);
        var profile = new WorkerProfile("worker-1", "test", kinds, options.LeaseSeconds, HasOwnOllama: true);
        var ledger = new ClaimLedger(kinds.Window, time);
        var runner = new AttemptRunner(time, _log.Factory.CreateLogger<AttemptRunner>());
        var intake = new ClaimIntake("worker-1", ledger, executors, runner, _log.Factory.CreateLogger<ClaimIntake>());
        Session = new WorkerSession(profile, _connection, ledger, intake, options.ShutdownGrace, time, _log.Factory.CreateLogger<WorkerSession>());
    }

    public FakeCore Core { get; }

    public ScriptedExecutor Model { get; } = new();

    public WorkerSession Session { get; }

    public Task Run => _run;

    public static async Task<SessionBench> StartAsync(Action<WorkerOptions>? configure = null, TimeProvider? time = null)
    {
        var core = await FakeCore.StartAsync();
        var options = new WorkerOptions { CoreAddress = core.Address, Slots = 2, ShutdownGrace = TimeSpan.Zero };
        configure?.Invoke(options);
        var bench = new SessionBench(core, options, time ?? TimeProvider.System);
        bench._run = bench.Session.RunAsync(bench._stop.Token);
        return bench;
    }

    /// <summary>Tells the worker to stop, as SIGTERM does.</summary>
    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Model.FinishAll();
        await _run.WaitAsync(TimeSpan.FromSeconds(20));
        _connection.Dispose();
        await Core.DisposeAsync();
        _stop.Dispose();
        _log.Dispose();
    }
}
