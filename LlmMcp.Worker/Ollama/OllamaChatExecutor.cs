using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>Runs <c>ollama.generate</c> and <c>ollama.chat</c>.</summary>
internal sealed class OllamaChatExecutor(OllamaNodes nodes, TimeProvider time) : IJobExecutor
{
    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.OllamaGenerate, JobKinds.OllamaChat];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        var answer = await AnswerAsync(job, clock, cancellationToken);
        return new JobOutcome.Done(
            ResultJson.OfChat(answer, Providers.Ollama, job.DeviceId),
            MetricsJson.OfAnswer(
                Providers.Ollama, answer.Model, answer.TokensIn, answer.TokensOut, clock.Elapsed, clock.TimeToFirstToken,
                OllamaTimings.Read(answer.Data), BilledUsage.None));
    }

    internal async Task<ChatAnswer> AnswerAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var payload = JobPayload.Parse(job.Payload);
        var generates = job.Kind != JobKinds.OllamaChat;
        var body = generates ? OllamaBody.Generate(payload, nodes.Options.Model) : OllamaBody.Chat(payload, nodes.Options.Model);
        var model = AnswerJson.Text(body["model"]);
        using var client = new OllamaChatClient(nodes.Open(job), generates ? OllamaRoute.Generate : OllamaRoute.Chat);
        var options = new ChatOptions { ModelId = model, RawRepresentationFactory = _ => body };
        return await new ChatRun(deltas, payload.Thinking)
            .ReadAsync(client.GetStreamingResponseAsync([], options, cancellationToken), model);
    }
}
