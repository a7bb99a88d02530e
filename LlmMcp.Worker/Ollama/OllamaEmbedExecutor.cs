using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>Runs <c>ollama.embed</c>.</summary>
internal sealed class OllamaEmbedExecutor(OllamaNodes nodes, TimeProvider time) : IJobExecutor
{
    private static readonly string[] BatchKeys = ["input", "truncate", "dimensions", "keep_alive", "options"];
    private static readonly string[] SingleKeys = ["prompt", "keep_alive", "options"];

    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.OllamaEmbed];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        var payload = JobPayload.Parse(job.Payload);
        var body = Body(payload, nodes.Options.EmbedModel);
        using var generator = new OllamaEmbeddingGenerator(nodes.Open(job));
        var vectors = await generator.GenerateAsync([], new EmbeddingGenerationOptions { RawRepresentationFactory = _ => body }, cancellationToken);
        var data = (JsonObject)vectors.AdditionalProperties![OllamaEmbeddingGenerator.DocumentKey]!;
        var model = AnswerJson.Text(data["model"]) is { Length: > 0 } named ? named : AnswerJson.Text(body["model"]);
        var tokensIn = vectors.Usage?.InputTokenCount ?? 0;
        return new JobOutcome.Done(
            ResultJson.OfEmbedding(data, model, Providers.Ollama, job.DeviceId, tokensIn),
            MetricsJson.OfAnswer(Providers.Ollama, model, tokensIn, 0, clock.Elapsed, null, OllamaTimings.Read(data), BilledUsage.None));
    }

    internal static JsonObject Body(JobPayload payload, string defaultModel)
    {
        var body = new JsonObject { ["model"] = payload.Text("model", defaultModel) };
        foreach (var key in payload["input"] is null ? SingleKeys : BatchKeys)
        {
            if (payload[key] is { } value)
            {
                body[key] = value.DeepClone();
            }
        }

        return body;
    }
}
