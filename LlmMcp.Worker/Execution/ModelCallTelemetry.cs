using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>
/// The call of a model as the <c>gen_ai.*</c> conventions describe it: one client span and its measurements. What was asked and
/// answered is left out unless <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</c> wants it.
/// </summary>
internal sealed class ModelCallTelemetry : IDisposable
{
    private const int LongestContent = 8192;

    private static readonly Meter Meter = new(WorkerTelemetry.MeterName);

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of a call.", null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    private static readonly Histogram<double> Duration = Seconds("gen_ai.client.operation.duration", "Time of a call.");
    private static readonly Histogram<double> FirstChunk = Seconds("gen_ai.client.operation.time_to_first_chunk", "Time to the first piece of an answer.");
    private static readonly Histogram<double> PerChunk = Seconds("gen_ai.client.operation.time_per_output_chunk", "Time per piece after the first.");

    private static readonly bool CaptureContent = string.Equals(
        Environment.GetEnvironmentVariable("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"), "true", StringComparison.OrdinalIgnoreCase);

    private readonly string operation;
    private readonly string provider;
    private readonly Activity? span;
    private readonly string asked;

    private ModelCallTelemetry(JobAssignment job, string operation)
    {
        this.operation = operation;
        provider = JobKinds.IsOllama(job.Kind) ? Providers.Ollama : job.Kind.Split('.')[0];
        var payload = Read(job.Payload);
        asked = Text(payload, "model");
        span = WorkerTelemetry.Source.StartActivity(asked.Length > 0 ? $"{operation} {asked}" : operation, ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", operation).SetTag("gen_ai.provider.name", provider).SetTag("gen_ai.request.model", asked.Length > 0 ? asked : null);
        if (job.Device is { } device)
        {
            span?.SetTag("server.address", device.BaseUrl.Host).SetTag("server.port", device.BaseUrl.Port);
        }

        if (CaptureContent && span is not null)
        {
            span.SetTag("gen_ai.input.messages", Shorten(payload?["messages"]?.ToJsonString() ?? Text(payload, "prompt")));
        }
    }

    /// <summary>Starts telling of a call; null for kinds that call no model and while nobody listens.</summary>
    public static ModelCallTelemetry? Start(JobAssignment job) =>
        GenAi.OperationOf(job.Kind) is { } operation && (WorkerTelemetry.Source.HasListeners() || Duration.Enabled) ? new ModelCallTelemetry(job, operation) : null;

    /// <summary>Tells how it ended.</summary>
    public void End(JobOutcome outcome)
    {
        var metrics = Read(outcome is JobOutcome.Done done ? done.MetricsJson : ((JobOutcome.Failed)outcome).MetricsJson);
        var model = Text(metrics, "model") is { Length: > 0 } answered ? answered : asked;
        var tags = new TagList
        {
            { "gen_ai.operation.name", operation }, { "gen_ai.provider.name", provider }, { "gen_ai.request.model", asked }, { "gen_ai.response.model", model },
        };
        if (outcome is JobOutcome.Failed failed)
        {
            var error = GenAi.ErrorTypeOf(failed.ErrorClass);
            tags.Add("error.type", error);
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error, failed.ErrorClass);
        }

        Describe(metrics, model, outcome);
        Measure(metrics, tags);
    }

    public void Dispose() => span?.Dispose();

    private void Describe(JsonObject? metrics, string model, JobOutcome outcome)
    {
        span?.SetTag("gen_ai.response.model", model)
            .SetTag("gen_ai.usage.input_tokens", (long?)Number(metrics, "tokens_in"))
            .SetTag("gen_ai.usage.output_tokens", (long?)Number(metrics, "tokens_out"));
        if (CaptureContent && span is not null && outcome is JobOutcome.Done done)
        {
            span.SetTag("gen_ai.output.messages", Shorten(Text(Read(done.ResultJson), "response")));
        }
    }

    private static void Measure(JsonObject? metrics, TagList tags)
    {
        var (whole, first, tokensOut) = (Number(metrics, "ms") / 1000, Number(metrics, "ttft_ms") / 1000, Number(metrics, "tokens_out"));
        if (whole is { } seconds)
        {
            Duration.Record(seconds, tags);
        }

        if (first is { } firstSeconds)
        {
            FirstChunk.Record(firstSeconds, tags);
            if (whole > firstSeconds && tokensOut > 1)
            {
                PerChunk.Record((whole.Value - firstSeconds) / (tokensOut.Value - 1), tags);
            }
        }

        foreach (var (type, count) in new[] { ("input", Number(metrics, "tokens_in")), ("output", tokensOut) })
        {
            if (count > 0)
            {
                var typed = tags;
                typed.Add("gen_ai.token.type", type);
                Tokens.Record((long)count.Value, typed);
            }
        }
    }

    private static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(
        name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.Seconds });

    private static JsonObject? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonNode.Parse(json.Span) as JsonObject;
        }
        catch (JsonException)
        {
            // The executor refuses such a payload by itself.
            return null;
        }
    }

    private static string Text(JsonObject? json, string key) => json?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static double? Number(JsonObject? json, string key) => json?[key] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    private static string Shorten(string text) => text.Length <= LongestContent ? text : text[..LongestContent];
}
