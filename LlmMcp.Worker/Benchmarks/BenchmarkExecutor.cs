using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Benchmarks;

/// <summary>
/// Runs <c>benchmark.ollama.generate</c> and <c>benchmark.ollama.embed</c>: one ordinary call, measured. Core keeps the figures of
/// the result it accepts, so a measurement counts once or not at all.
/// </summary>
/// <remarks>
/// No call to warm up: the node itself tells how long the load took, so it is taken off, and kept as a figure of its own.
/// </remarks>
internal sealed class BenchmarkExecutor(OllamaNodes nodes, OllamaChatExecutor chat, TimeProvider time) : IJobExecutor
{
    /// <summary>Tokens of an answer when the payload sets no limit: what a slow machine writes in a minute or two.</summary>
    public const int DefaultTokens = 128;

    /// <summary>What a node calls a load although the model was in memory.</summary>
    private static readonly TimeSpan NoLoad = TimeSpan.FromMilliseconds(200);

    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.BenchmarkOllamaGenerate, JobKinds.BenchmarkOllamaEmbed];

    public Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        return job.Kind == JobKinds.BenchmarkOllamaGenerate ? GenerateAsync(job, clock, cancellationToken) : EmbedAsync(job, clock, cancellationToken);
    }

    private async Task<JobOutcome> GenerateAsync(JobAssignment job, AttemptClock clock, CancellationToken cancellationToken)
    {
        var answer = await chat.AnswerAsync(job with { Payload = Bounded(job.Payload) }, clock, cancellationToken);
        return Outcome(job, new Measured(answer.Model, answer.TokensIn, answer.TokensOut, clock.Elapsed, clock.TimeToFirstToken, OllamaTimings.Read(answer.Data)));
    }

    private async Task<JobOutcome> EmbedAsync(JobAssignment job, AttemptClock clock, CancellationToken cancellationToken)
    {
        var payload = JobPayload.Parse(job.Payload);
        var body = OllamaEmbedExecutor.Body(payload, nodes.Options.EmbedModel);
        using var generator = new OllamaEmbeddingGenerator(nodes.Open(job));
        var vectors = await generator.GenerateAsync([], new EmbeddingGenerationOptions { RawRepresentationFactory = _ => body }, cancellationToken);
        var data = (JsonObject)vectors.AdditionalProperties![OllamaEmbeddingGenerator.DocumentKey]!;
        var tokensIn = vectors.Usage?.InputTokenCount ?? payload.Text("prompt").Length / 4;
        return Outcome(job, new Measured(AnswerJson.Text(body["model"]), tokensIn, 0, clock.Elapsed, null, OllamaTimings.Read(data)));
    }

    private static JobOutcome.Done Outcome(JobAssignment job, Measured measured) => new(
        ResultJson.Write(json =>
        {
            json.WriteBoolean("ok", true);
            ResultJson.WriteOrigin(json, measured.Model, Providers.Ollama, job.DeviceId);
            json.WriteNumber("tokens_in", measured.TokensIn);
            json.WriteNumber("tokens_out", measured.TokensOut);
            json.WriteNumber("latency_ms", (long)Math.Round(Warm(measured).TotalMilliseconds));
            json.WriteNumber("tps", Math.Round(MetricsJson.Speed(measured.TokensOut, measured.Server.Eval) ?? 0, 3));
        }),
        MetricsJson.OfAnswer(
            Providers.Ollama, measured.Model, measured.TokensIn, measured.TokensOut, measured.Elapsed, measured.FirstToken, measured.Server, BilledUsage.None));

    private static TimeSpan Warm(Measured measured) =>
        measured.Server.Load is { } load && load >= NoLoad && load <= measured.Elapsed ? measured.Elapsed - load : measured.Elapsed;

    /// <summary>Answers of one length compare; a model that never stops would measure for minutes.</summary>
    private static ReadOnlyMemory<byte> Bounded(ReadOnlyMemory<byte> payload)
    {
        var parsed = JobPayload.Parse(payload);
        if (parsed["max_tokens"] is not null || parsed["options"] is JsonObject options && options["num_predict"] is not null)
        {
            return payload;
        }

        var bounded = new JsonObject(parsed.Keys.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))) { ["max_tokens"] = DefaultTokens };
        return JsonSerializer.SerializeToUtf8Bytes(bounded);
    }

    private readonly record struct Measured(
        string Model, long TokensIn, long TokensOut, TimeSpan Elapsed, TimeSpan? FirstToken, ServerTimings Server);
}
