using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Runs <c>openai.embed</c> and <c>compat.embed</c>. The result's <c>data</c> is the server's document, and for a single
/// vector also has <c>data.embedding</c>, where readers of <c>ollama.embed</c> results look.
/// </summary>
internal sealed class OpenAiEmbedExecutor(OpenAiTargets targets, UpstreamHttp http, IOptions<UpstreamLimits> limits, TimeProvider time) : IJobExecutor
{
    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.OpenAiEmbed, JobKinds.CompatEmbed];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        var target = targets.For(job);
        var body = OpenAiBody.Embedding(JobPayload.Parse(job.Payload), target);
        using var generator = new OpenAiEmbeddingGenerator(new OpenAiCall(http.For(target.Provider), target, limits.Value, time));
        var vectors = await generator.GenerateAsync([], new EmbeddingGenerationOptions { RawRepresentationFactory = _ => body }, cancellationToken);
        var data = (JsonObject)vectors.AdditionalProperties![OpenAiEmbeddingGenerator.DocumentKey]!;
        if (data["data"] is JsonArray { Count: 1 } single && single[0]?["embedding"] is { } vector)
        {
            data["embedding"] = vector.DeepClone();
        }

        var model = Model(data, body);
        var tokensIn = vectors.Usage?.InputTokenCount ?? 0;
        return new JobOutcome.Done(
            ResultJson.OfEmbedding(data, model, target.Provider, job.DeviceId, tokensIn),
            MetricsJson.OfAnswer(
                target.Provider, model, tokensIn, 0, clock.Elapsed, null, new ServerTimings(null, null, null), CompletionUsage.Read(data, target.Provider)));
    }

    private static string Model(JsonObject data, JsonObject body) =>
        new[] { AnswerJson.Text(data["model"]), AnswerJson.Text(body["model"]), "default" }.First(name => name.Length > 0);
}
