using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Ollama;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Benchmarks;

/// <summary>Runs <c>benchmark.ollama.generate</c> and <c>benchmark.ollama.embed</c>: an ordinary call, measured and reported.</summary>
internal sealed class BenchmarkExecutor(OllamaNodes nodes, OllamaChatExecutor chat, IBenchmarkReporter reporter, TimeProvider time) : IJobExecutor
{
    private static readonly string[] RawKeys = ["model", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration"];

    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.BenchmarkOllamaGenerate, JobKinds.BenchmarkOllamaEmbed];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        var report = job.Kind == JobKinds.BenchmarkOllamaGenerate
            ? await GenerateAsync(job, clock, cancellationToken)
            : await EmbedAsync(job, clock, cancellationToken);
        await reporter.ReportAsync(report, cancellationToken);
        return new JobOutcome.Done(Result(report, job.DeviceId), ResultJson.Write(json => MetricsJson.WriteMilliseconds(json, "ms", clock.Elapsed)));
    }

    private async Task<BenchmarkReport> GenerateAsync(JobAssignment job, AttemptClock clock, CancellationToken cancellationToken)
    {
        var answer = await chat.AnswerAsync(job, clock, cancellationToken);
        var speed = MetricsJson.Speed(answer.TokensOut, OllamaTimings.Read(answer.Data).Eval) ?? 0;
        return new BenchmarkReport(
            Device(job), answer.Model, "generate", answer.TokensIn, answer.TokensOut, Milliseconds(clock), speed, Meta(answer.Data));
    }

    private async Task<BenchmarkReport> EmbedAsync(JobAssignment job, AttemptClock clock, CancellationToken cancellationToken)
    {
        var payload = JobPayload.Parse(job.Payload);
        var body = OllamaEmbedExecutor.Body(payload, nodes.Options.EmbedModel);
        using var generator = new OllamaEmbeddingGenerator(nodes.Open(job));
        var vectors = await generator.GenerateAsync([], new EmbeddingGenerationOptions { RawRepresentationFactory = _ => body }, cancellationToken);
        var data = (JsonObject)vectors.AdditionalProperties![OllamaEmbeddingGenerator.DocumentKey]!;
        var tokensIn = vectors.Usage?.InputTokenCount ?? payload.Text("prompt").Length / 4;
        return new BenchmarkReport(
            Device(job), AnswerJson.Text(body["model"]), "embed", tokensIn, 0, Milliseconds(clock), 0, Meta(data));
    }

    private static ReadOnlyMemory<byte> Result(BenchmarkReport report, string deviceId) => ResultJson.Write(json =>
    {
        json.WriteBoolean("ok", true);
        ResultJson.WriteOrigin(json, report.Model, Providers.Ollama, deviceId);
        json.WriteNumber("tokens_in", report.TokensIn);
        json.WriteNumber("tokens_out", report.TokensOut);
        json.WriteNumber("latency_ms", report.LatencyMs);
        json.WriteNumber("tps", Math.Round(report.TokensPerSecond, 3));
    });

    private static string Meta(JsonObject data)
    {
        var raw = new JsonObject();
        foreach (var key in RawKeys)
        {
            raw[key] = data[key]?.DeepClone();
        }

        return new JsonObject { ["provider"] = Providers.Ollama, ["raw"] = raw }.ToJsonString();
    }

    private static string Device(JobAssignment job) =>
        job.DeviceId.Length > 0 ? job.DeviceId : JobPayload.Parse(job.Payload).Text("device_id", job.WorkerId);

    private static long Milliseconds(AttemptClock clock) => (long)Math.Round(clock.Elapsed.TotalMilliseconds);
}
