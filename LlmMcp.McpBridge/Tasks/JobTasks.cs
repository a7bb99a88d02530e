using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tools;
using LlmMcp.McpBridge.Tools.Jobs;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>
/// Tasks that are jobs: a task's id is its job's, so a task is as durable as the queue and needs no memory of this process. A job
/// that failed is a completed task whose result says so: in the protocol only what goes wrong beside the tool is a failed task.
/// </summary>
internal sealed class JobTasks(CoreHttp core, JobTrail trail, IOptions<BridgeOptions> options, TimeProvider time) : ITaskSource
{
    private const int NotFound = 404;
    private const int Conflict = 409;

    public TaskSupport SupportOf(McpServerTool? tool) => tool is IJobTool ? TaskSupport.Possible : TaskSupport.Never;

    public async ValueTask<TaskStart> StartAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        string id;
        try
        {
            id = await ((IJobTool)request.MatchedPrimitive!).SubmitAsync(request, cancellationToken);
        }
        catch (ToolRefusedException refused)
        {
            return new TaskStart.Answered(refused.ToResult());
        }
        catch (CoreCallException call)
        {
            return new TaskStart.Answered(ToolFailures.Of(call.Failure).ToResult());
        }

        return new TaskStart.Begun(await StandingAsync(id, cancellationToken));
    }

    public async ValueTask<TaskState?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return StateOf(new Job(await core.GetAsync(CorePaths.One(id), cancellationToken)));
        }
        catch (CoreCallException call) when (call.Failure.Status == NotFound)
        {
            return null;
        }
        catch (CoreCallException call)
        {
            throw Away(call);
        }
    }

    public async ValueTask<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await core.DeleteAsync(CorePaths.One(id), cancellationToken);
            return true;
        }
        catch (CoreCallException call) when (call.Failure.Status is NotFound or Conflict)
        {
            // Conflict: it has ended already, and that is all a cancel is about.
            return call.Failure.Status == Conflict;
        }
        catch (CoreCallException call)
        {
            throw Away(call);
        }
    }

    /// <summary>A job asks its client nothing, so every key is one that nobody waits for.</summary>
    public async ValueTask<bool> AnswerAsync(string id, JsonObject answers, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is not null;

    public async IAsyncEnumerable<TaskState> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TaskState? last = null;
        await using var events = trail.FollowAsync(id, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events))
        {
            last = events.Current switch
            {
                JobEvent.StatusChanged changed => StateOf(changed.Job),
                JobEvent.Moved moved when last is not null => last with { Message = JobStanding.Waiting(moved.Position, moved.EtaSeconds) },
                _ => null,
            } ?? last;
            if (last is not null && events.Current is JobEvent.StatusChanged or JobEvent.Moved)
            {
                yield return last;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<JobEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (CoreCallException call) when (call.Failure.Status == NotFound)
        {
            return false;
        }
        catch (CoreCallException call)
        {
            throw Away(call);
        }
    }

    /// <summary>How a job stands that is known to be stored, also when nobody can be asked just now.</summary>
    private async ValueTask<TaskState> StandingAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(id, cancellationToken) ?? Fresh(id);
        }
        catch (McpException)
        {
            // Core answered a moment ago that it has the job; the client must learn the id whatever happened since.
            return Fresh(id);
        }
    }

    private TaskState Fresh(string id) => new()
    {
        Id = id, Phase = TaskPhase.Working, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow(), Life = Life,
    };

    private TaskState StateOf(Job job) => new()
    {
        Id = job.Id,
        Phase = job.Status switch
        {
            JobStatus.Done or JobStatus.Error => TaskPhase.Completed,
            JobStatus.Canceled => TaskPhase.Cancelled,
            _ => TaskPhase.Working,
        },
        CreatedAt = job.QueuedAt ?? time.GetUtcNow(),
        UpdatedAt = job.Raw.Time("updated_at") ?? job.QueuedAt ?? time.GetUtcNow(),
        Life = Life,
        Message = job.Status switch
        {
            JobStatus.Queued or JobStatus.Running => JobStanding.Of(job),
            JobStatus.Error => job.Error,
            _ => null,
        },
        Result = job.Status is JobStatus.Done or JobStatus.Error ? JobReports.Of(job).ToResult() : null,
    };

    /// <summary>Core keeps a job at least so long behind its end, which is behind its beginning.</summary>
    private TimeSpan? Life => options.Value.JobRetentionDays > 0 ? TimeSpan.FromDays(options.Value.JobRetentionDays) : null;

    private static McpException Away(CoreCallException call) =>
        new($"Core cannot be asked just now ({call.Failure.Message}). The task goes on; ask again.");
}
