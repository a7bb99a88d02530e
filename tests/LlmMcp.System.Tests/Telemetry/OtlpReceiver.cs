using System.Collections.Concurrent;
using LlmMcp.SystemTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.SystemTests.Telemetry;

/// <summary>A span as it arrived.</summary>
internal sealed record ReceivedSpan(string Service, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Tags);

/// <summary>An OTLP receiver of http/protobuf that keeps what it is sent.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim arrived = new(0);

    private OtlpReceiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentDictionary<string, string> Metrics { get; } = new();

    /// <summary>Trace ids of log records.</summary>
    public ConcurrentQueue<string> Logs { get; } = new();

    /// <summary>Everything as it came, to look for what must not be there.</summary>
    public ConcurrentQueue<byte[]> Raw { get; } = new();

    public Dictionary<string, string> Variables => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        var receiver = new OtlpReceiver(built);
        built.MapPost("/v1/{signal}", receiver.ReceiveAsync);
        await built.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what arrived answers the question; fails after a while.</summary>
    public async Task UntilAsync(Func<bool> question)
    {
        using var patience = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        while (!question())
        {
            try
            {
                await arrived.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not all arrived. Spans: {string.Join("; ", Spans.Select(static span => $"{span.Service} {span.Name} {span.TraceId[..6]}").Distinct())}. Metrics: {string.Join(", ", Metrics.Keys)}. {Logs.Count} logs.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        arrived.Dispose();
    }

    private async Task<IResult> ReceiveAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Raw.Enqueue(body.ToArray());
        foreach (var resource in new Protobuf(body.ToArray()).All(1))
        {
            var service = resource.All(1).SelectMany(static described => Tags(described, 1)).FirstOrDefault(static tag => tag.Key == "service.name").Value ?? "";
            foreach (var scope in resource.All(2))
            {
                Take(signal, service, scope);
            }
        }

        arrived.Release();
        return Results.Bytes([], "application/x-protobuf");
    }

    private void Take(string signal, string service, Protobuf scope)
    {
        foreach (var item in scope.All(2))
        {
            switch (signal)
            {
                case "traces":
                    Spans.Enqueue(new ReceivedSpan(service, item.Text(5), item.Hex(1), item.Hex(2), item.Hex(4), Tags(item, 9).ToDictionary()));
                    break;
                case "metrics":
                    Metrics[item.Text(1)] = service;
                    break;
                default:
                    Logs.Enqueue(item.Hex(9));
                    break;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(Protobuf message, int field) =>
        message.All(field).Select(static tag => KeyValuePair.Create(tag.Text(1), Value(new Protobuf(tag.Bytes(2)))));

    private static string Value(Protobuf value) => value.Text(1) is { Length: > 0 } text ? text : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
