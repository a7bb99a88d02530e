using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Runs <c>openai.chat</c>, <c>openrouter.chat</c> and <c>compat.chat</c>.</summary>
internal sealed class OpenAiChatExecutor(OpenAiTargets targets, UpstreamHttp http, IOptions<UpstreamLimits> limits, TimeProvider time) : IJobExecutor
{
    public IReadOnlyCollection<string> Kinds { get; } = [JobKinds.OpenAiChat, JobKinds.OpenRouterChat, JobKinds.CompatChat];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(deltas, time);
        var target = targets.For(job);
        var payload = JobPayload.Parse(job.Payload);
        var body = OpenAiBody.Chat(payload, target);
        var model = AnswerJson.Text(body["model"]) is { Length: > 0 } asked ? asked : "default";
        using var client = new OpenAiChatClient(new OpenAiCall(http.For(target.Provider), target, limits.Value, time));
        var options = new ChatOptions { ModelId = model, RawRepresentationFactory = _ => body };
        var answer = await new ChatRun(clock, payload.Thinking).ReadAsync(client.GetStreamingResponseAsync([], options, cancellationToken), model);
        return new JobOutcome.Done(
            ResultJson.OfChat(answer, target.Provider, job.DeviceId),
            MetricsJson.OfAnswer(
                target.Provider, answer.Model, answer.TokensIn, answer.TokensOut, clock.Elapsed, clock.TimeToFirstToken,
                LlamaTimings.Read(answer.Data), CompletionUsage.Read(answer.Data, target.Provider)));
    }
}
