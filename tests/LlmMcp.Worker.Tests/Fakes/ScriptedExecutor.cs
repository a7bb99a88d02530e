using System.Collections.Concurrent;
using System.Threading.Channels;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>An executor whose calls the test answers one by one.</summary>
internal sealed class ScriptedExecutor(string kind = JobKinds.OllamaGenerate) : IJobExecutor
{
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();
    private readonly ConcurrentQueue<ScriptedCall> _all = new();
    private int _running;

    public IReadOnlyCollection<string> Kinds { get; } = [kind];

    public int Running => Volatile.Read(ref _running);

    /// <summary>Ends whatever a failed test left running.</summary>
    public void FinishAll()
    {
        foreach (var call in _all)
        {
            call.Finish();
        }
    }

    public async Task<ScriptedCall> CallAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        var call = new ScriptedCall(job, deltas);
        await using var canceled = cancellationToken.Register(call.Cancel);
        _all.Enqueue(call);
        _calls.Writer.TryWrite(call);
        try
        {
            return await call.Outcome;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

internal sealed class ScriptedCall(JobAssignment job, IDeltaSink deltas)
{
    private readonly TaskCompletionSource<JobOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobAssignment Job => job;

    public Task<JobOutcome> Outcome => _outcome.Task;

    /// <summary>Completes when the worker has stopped this call.</summary>
    public Task Canceled => _canceled.Task;

    public void Say(string text) => deltas.Write(text, "");

    public void Finish() => _outcome.TrySetResult(new JobOutcome.Done("{}"u8.ToArray(), "{}"u8.ToArray()));

    public void Cancel()
    {
        _canceled.TrySetResult();
        _outcome.TrySetCanceled();
    }
}
