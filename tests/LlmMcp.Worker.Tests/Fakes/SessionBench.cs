using LlmMcp.Testing;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.LocalNodes;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.OpenAi;
using LlmMcp.Worker.Session;
using LlmMcp.Worker.Upstream;
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

    private readonly UpstreamHttp _http = new();

    private SessionBench(FakeCore core, WorkerOptions options, Uri localNode, TimeProvider time)
    {
        Core = core;
        _connection = new CoreConnection(Options.Create(options));
        var executors = new JobExecutors([new EchoExecutor(), Model]);
        var kinds = ServedKinds.From(options, executors);
        var profile = new WorkerProfile("worker-1", "test", kinds, options.LeaseSeconds, HasOwnOllama: true);
        var ledger = new ClaimLedger(kinds.Window, time);
        var runner = new AttemptRunner(time, _log.Factory.CreateLogger<AttemptRunner>());
        var intake = new ClaimIntake("worker-1", ledger, executors, runner, _log.Factory.CreateLogger<ClaimIntake>());
        var nodes = new LocalNodeList(Options.Create(new OllamaOptions { BaseUrl = localNode.AbsoluteUri }), Options.Create(new CompatOptions()));
        Session = new WorkerSession(profile, _connection, ledger, intake, () => new LocalNodeSurvey(nodes, _http, time), options.ShutdownGrace, time, _log.Factory.CreateLogger<WorkerSession>());
    }

    public FakeCore Core { get; }

    public ScriptedExecutor Model { get; } = new();

    public WorkerSession Session { get; }

    public Task Run => _run;

    /// <summary>Starts both.</summary>
    /// <param name="configure">Changes the worker's settings.</param>
    /// <param name="time">The worker's clock.</param>
    /// <param name="localNode">The worker's own Ollama; without it one that is not on loopback and is not asked.</param>
    public static async Task<SessionBench> StartAsync(Action<WorkerOptions>? configure = null, TimeProvider? time = null, Uri? localNode = null)
    {
        var core = await FakeCore.StartAsync();
        var options = new WorkerOptions { CoreAddress = core.Address, Slots = 2, ShutdownGrace = TimeSpan.Zero };
        configure?.Invoke(options);
        var bench = new SessionBench(core, options, localNode ?? new Uri("http://192.0.2.1:11434"), time ?? TimeProvider.System);
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
        _http.Dispose();
        await Core.DisposeAsync();
        _stop.Dispose();
        _log.Dispose();
    }
}
