using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Testing;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>The real executors behind the real attempt runner, without Core.</summary>
internal sealed class ExecutorBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ErrorLogGuard _log = new();

    public ExecutorBench(params (string Key, string Value)[] settings)
        : this(TimeProvider.System, settings)
    {
    }

    public ExecutorBench(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time)
            .AddLogging(logging => logging.AddProvider(_log))
            .AddBuiltInExecutors()
            .BuildServiceProvider();
    }

    public RecordingSink Sink { get; } = new();

    public ErrorLogGuard Errors => _log;

    public static JobAssignment Job(string kind, string payload, string? device = null, double timeoutSeconds = 30) => new()
    {
        JobId = "job-1",
        ClaimNo = 7,
        Kind = kind,
        Payload = Encoding.UTF8.GetBytes(payload),
        WorkerId = "worker-1",
        DeviceId = device is null ? "" : "device-1",
        Device = device is null ? null : NodeAddress.Parse(device),
        Timeout = TimeSpan.FromSeconds(timeoutSeconds),
    };

    public Task<JobOutcome> RunAsync(JobAssignment job, CancellationToken cancellationToken = default) =>
        _services.GetRequiredService<AttemptRunner>()
            .RunAsync(_services.GetRequiredService<JobExecutors>().Find(job.Kind)!, job, Sink, cancellationToken);

    public Task<JobOutcome> RunAsync(string kind, string payload, string? device = null) => RunAsync(Job(kind, payload, device));

    public async Task<JsonObject> ResultAsync(string kind, string payload, string? device = null) =>
        Json(Assert.IsType<JobOutcome.Done>(await RunAsync(kind, payload, device)).ResultJson);

    public async Task<JobOutcome.Failed> FailureAsync(string kind, string payload, string? device = null) =>
        Assert.IsType<JobOutcome.Failed>(await RunAsync(kind, payload, device));

    public static JsonObject Json(ReadOnlyMemory<byte> utf8) => (JsonObject)JsonNode.Parse(utf8.Span)!;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _log.Dispose();
    }
}
