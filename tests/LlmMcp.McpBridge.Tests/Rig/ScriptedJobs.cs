using System.Collections.Concurrent;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>
/// Jobs of kind <c>test.scripted</c>, which do what their payload says: <c>{"say": ["one", "two"], "hold": "name", "fail": "reason"}</c>
/// says its pieces, waits until the test releases the name, then fails or is done.
/// </summary>
internal sealed class ScriptedJobs : IJobExecutor
{
    public const string Kind = "test.scripted";

    private readonly ConcurrentDictionary<string, TaskCompletionSource> holds = new();

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    /// <summary>Lets jobs that hold on this name go on, now and later.</summary>
    public void Release(string name) => Hold(name).TrySetResult();

    public void ReleaseAll()
    {
        foreach (var hold in holds.Values)
        {
            hold.TrySetResult();
        }
    }

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var script = JsonSerializer.Deserialize<Script>(job.Payload.Span, JsonSerializerOptions.Web)!;
        foreach (var piece in script.Say ?? [])
        {
            deltas.Write(piece, "");
        }

        if (script.Hold is { } name)
        {
            await Hold(name).Task.WaitAsync(cancellationToken);
        }

        return script.Fail is { } reason
            ? new JobOutcome.Failed(reason, ErrorClass.Request)
            : new JobOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(new { response = string.Concat(script.Say ?? []) }), "{}"u8.ToArray());
    }

    private TaskCompletionSource Hold(string name) =>
        holds.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed record Script(IReadOnlyList<string>? Say, string? Hold, string? Fail);
}
