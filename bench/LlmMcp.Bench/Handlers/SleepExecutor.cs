using System.Text.Json;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Bench.Handlers;

/// <summary>A job that takes as many milliseconds as its payload says.</summary>
internal sealed class SleepExecutor(TimeProvider time) : IJobExecutor
{
    public const string Kind = "bench.sleep";

    private static readonly byte[] Empty = "{}"u8.ToArray();

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        await Task.Delay(TimeSpan.FromMilliseconds(payload.RootElement.GetProperty("ms").GetInt32()), time, cancellationToken);
        return new JobOutcome.Done(Empty, Empty);
    }
}
