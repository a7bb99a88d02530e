using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tasks;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>One task of the fixtures, in memory.</summary>
internal sealed class FixtureTask
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Lock guard = new();
    private readonly CancellationTokenSource canceling = new();
    private readonly TimeProvider time;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskState state;

    public FixtureTask(TimeProvider time)
    {
        this.time = time;
        state = new TaskState { Id = Guid.NewGuid().ToString(), Phase = TaskPhase.Working, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow(), Life = Life, Poll = Poll };
    }

    public TaskState State => Look().State;

    /// <summary>How it stands, and what ends with the next change.</summary>
    public (TaskState State, Task Changed) Look()
    {
        lock (guard)
        {
            return (state, changed.Task);
        }
    }

    public async Task RunAsync(Func<CancellationToken, Task<CallToolResult>> work)
    {
        try
        {
            var result = await work(canceling.Token);
            Set(old => old with { Phase = TaskPhase.Completed, Result = result });
        }
        catch (OperationCanceledException)
        {
            Set(static old => old with { Phase = TaskPhase.Cancelled });
        }
        catch (McpProtocolException exception)
        {
            Set(old => old with { Phase = TaskPhase.Failed, Message = exception.Message, Error = new JsonRpcErrorDetail { Code = (int)exception.ErrorCode, Message = exception.Message } });
        }
    }

    public void Cancel()
    {
        Set(static old => old.IsFinal ? old : old with { Phase = TaskPhase.Cancelled });
        canceling.Cancel();
    }

    /// <summary>Asks the client, and returns when every question has its answer.</summary>
    public Task AskAsync(CancellationToken cancellationToken, params (string Key, InputRequest Question)[] questions)
    {
        var inputs = new JsonObject([.. questions.Select(static one => KeyValuePair.Create(one.Key, JsonSerializer.SerializeToNode(one.Question, McpJsonUtilities.DefaultOptions)))]);
        answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Set(old => old with { Phase = TaskPhase.InputRequired, Inputs = inputs });
        return answered.Task.WaitAsync(cancellationToken);
    }

    public void Answer(JsonObject answers)
    {
        Set(old =>
        {
            if (old.Inputs is not { } open)
            {
                return old;
            }

            var left = new JsonObject([.. open.Where(one => !answers.ContainsKey(one.Key)).Select(static one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))]);
            return left.Count > 0 ? old with { Inputs = left } : old with { Phase = TaskPhase.Working, Inputs = null };
        });
        if (State.Phase == TaskPhase.Working)
        {
            answered.TrySetResult();
        }
    }

    private void Set(Func<TaskState, TaskState> change)
    {
        lock (guard)
        {
            // Final states never change.
            if (state.IsFinal)
            {
                return;
            }

            state = change(state) with { UpdatedAt = time.GetUtcNow() };
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
