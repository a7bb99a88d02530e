using LlmMcp.AppHost.Wiring;
using LlmMcp.Testing;

namespace LlmMcp.SystemTests.Harness;

/// <summary>A Core as its own process, at the same addresses through all its lives.</summary>
internal sealed class CoreProcess : IAsyncDisposable
{
    /// <summary>The key the processes of a scenario and its clients share.</summary>
    public const string Key = "the-key-of-every-scenario";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, string> environment;
    private readonly string name;
    private readonly List<ChildProcess> lives = [];

    public CoreProcess(string name, string connectionString, IReadOnlyDictionary<string, string> more)
    {
        this.name = name;
        var (http, grpc) = (FreePort.Next(), FreePort.Next());
        (HttpAddress, GrpcAddress) = (new Uri($"http://127.0.0.1:{http}"), $"127.0.0.1:{grpc}");
        environment = new(more)
        {
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        };
        // No model server of this machine or its tailnet takes part unless the scenario says so.
        environment.TryAdd("DISCOVERY_TAILSCALE", "0");
        foreach (var (variable, value) in ProcessEnvironment.Core($"127.0.0.1:{http}", GrpcAddress, connectionString, Key, new ModelServers<string>("http://127.0.0.1:1", null)))
        {
            environment.TryAdd(variable, value);
        }
    }

    /// <summary>What it is started with.</summary>
    public IReadOnlyDictionary<string, string> Environment => environment;

    public Uri HttpAddress { get; }

    public string GrpcAddress { get; }

    public ChildProcess Current => lives[^1];

    /// <summary>Starts it, again after a kill, and returns when it answers.</summary>
    public async Task StartAsync(HttpClient http)
    {
        lives.Add(ChildProcess.Start($"{name}, life {lives.Count + 1}", "LlmMcp.Core.dll", [], environment));
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        while (!await AnswersAsync(http, limit.Token))
        {
            Assert.False(Current.HasExited, $"{Current.Name} ended before it was ready.\n{Current.Tail}");
            Assert.False(limit.IsCancellationRequested, $"{Current.Name} was not ready within {Scale.Patience}.\n{Current.Tail}");
            await Task.Delay(LookInterval, TimeProvider.System);
        }
    }

    /// <summary>kill -9; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        Current.Send(Signal.Kill);
        await Current.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns when it has ended, in good order.</summary>
    public async Task TerminateAsync()
    {
        Current.Send(Signal.Terminate);
        await Current.WaitForExitAsync();
        Assert.True(Current.ExitCode == 0, $"{Current.Name} ended with {Current.ExitCode} after SIGTERM.\n{Current.Tail}");
    }

    public string Story() => string.Join("\n", lives.Select(static life => $"--- {life.Name}\n{life.Tail}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var life in lives)
        {
            await life.DisposeAsync();
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(HttpAddress, "/health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
