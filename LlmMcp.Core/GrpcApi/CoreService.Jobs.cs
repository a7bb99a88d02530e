using System.Globalization;
using System.Text;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.JobsApi;

namespace LlmMcp.Core.GrpcApi;

/// <summary>Submitting, reading, following and canceling jobs over gRPC.</summary>
internal sealed partial class CoreService
{
    public override async Task<SubmitJobResponse> SubmitJob(SubmitJobRequest request, ServerCallContext context)
    {
        var job = Read(request, "");
        return await JobsEndpoints.StoreAsync(queue, job, context.CancellationToken) is { } error
            ? throw GrpcErrors.Refuse(error)
            : new SubmitJobResponse { JobId = job.Id.ToString() };
    }

    public override async Task<SubmitJobsResponse> SubmitJobs(SubmitJobsRequest request, ServerCallContext context)
    {
        if (request.Jobs.Count == 0 || request.Jobs.Count > options.Value.MaxBatch)
        {
            throw GrpcErrors.Refuse(ApiError.BadField("jobs", $"jobs must be a list of 1 to {options.Value.MaxBatch} jobs."));
        }

        var jobs = request.Jobs.Select((job, index) => Read(job, $"jobs[{index}].")).ToList();
        if (await queue.SubmitAllAsync(jobs, context.CancellationToken) is SubmitOutcome.Unstorable unstorable)
        {
            throw GrpcErrors.Refuse(ApiError.BadField("jobs", $"A payload cannot be stored ({unstorable.Reason}); nothing was."));
        }

        var response = new SubmitJobsResponse();
        response.JobIds.AddRange(jobs.Select(static job => job.Id.ToString()));
        return response;
    }

    public override async Task<GetJobResponse> GetJob(GetJobRequest request, ServerCallContext context)
    {
        var job = await queue.GetAsync(JobId(request.JobId), context.CancellationToken);
        return job is null ? throw GrpcErrors.Refuse(ApiError.JobNotFound(request.JobId)) : new GetJobResponse { Job = JobMessages.ToMessage(job) };
    }

    public override async Task<CancelJobResponse> CancelJob(CancelJobRequest request, ServerCallContext context) =>
        await queue.CancelAsync(JobId(request.JobId), context.CancellationToken) switch
        {
            CancelOutcome.Canceled => new CancelJobResponse { Ok = true, Status = JobStatus.Canceled },
            CancelOutcome.AlreadyFinal final => new CancelJobResponse { Ok = false, Status = final.Status },
            _ => throw GrpcErrors.Refuse(ApiError.JobNotFound(request.JobId)),
        };

    public override async Task StreamJob(StreamJobRequest request, IServerStreamWriter<JobEvent> responseStream, ServerCallContext context)
    {
        string? told = null;
        await foreach (var happened in FollowAsync(request.JobId, after: null, deltas: false, context))
        {
            // Old clients know changes of status only, not claims.
            if (happened is FollowEvent.Status status && status.Job.Status != told)
            {
                told = status.Job.Status;
                await responseStream.WriteAsync(Event(request.JobId, "status", status.Job.Status, JobMessages.DataJson(status.Job), eventId: ""));
            }
        }
    }

    public override async Task FollowJob(FollowJobRequest request, IServerStreamWriter<JobEvent> responseStream, ServerCallContext context)
    {
        FollowPosition? after = FollowPosition.TryParse(request.AfterEventId, out var position) ? position : null;
        await foreach (var happened in FollowAsync(request.JobId, after, deltas: true, context))
        {
            var id = happened.Position.ToString();
            var message = happened switch
            {
                FollowEvent.Status status => Event(request.JobId, "status", status.Job.Status, JobMessages.DataJson(status.Job), id),
                FollowEvent.Delta delta => Event(request.JobId, "delta", "", JobMessages.DeltaJson(delta.Piece.Response, delta.Piece.Thinking), id),
                FollowEvent.Reset reset => Event(request.JobId, "reset", "", string.Create(CultureInfo.InvariantCulture, $$"""{"claim_no":{{reset.Position.ClaimNo}},"attempt":{{reset.Attempt}}}"""), id),
                _ => null,
            };
            if (message is not null)
            {
                await responseStream.WriteAsync(message);
            }
        }
    }

    private async IAsyncEnumerable<FollowEvent> FollowAsync(string id, FollowPosition? after, bool deltas, ServerCallContext context)
    {
        if (!streams.TryEnter())
        {
            throw GrpcErrors.Refuse(StreamCount.Full);
        }

        try
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
            await foreach (var happened in follower.FollowAsync(JobId(id), after, deltas, leaving.Token))
            {
                yield return happened is FollowEvent.NotFound ? throw GrpcErrors.Refuse(ApiError.JobNotFound(id)) : happened;
            }
        }
        finally
        {
            streams.Leave();
        }
    }

    private JobEvent Event(string job, string type, string message, string data, string eventId) => new()
    {
        JobId = job,
        Type = type,
        Message = message,
        Ts = Workers.WireTime.Seconds(time.GetUtcNow().UtcDateTime),
        DataJson = data,
        EventId = eventId,
    };

    private NewJob Read(SubmitJobRequest request, string field)
    {
        // As in the deployed system: text that is no JSON is no payload.
        var payload = Encoding.UTF8.GetBytes(request.PayloadJson);
        if (payload.Length > 0 && PayloadText.FaultOfText(payload) is { } fault)
        {
            payload = fault.StartsWith("not JSON", StringComparison.Ordinal)
                ? []
                : throw GrpcErrors.Refuse(ApiError.BadField($"{field}payload_json", $"payload_json cannot be stored: {fault}."));
        }

        var (job, error) = intake.Read(
            new JobRequest
            {
                Kind = request.Kind,
                Priority = request.Priority,
                Source = request.Source,
                MaxAttempts = request.MaxAttempts,
                DeadlineAt = request.DeadlineAt,
                Stream = request.Stream,
                TimeoutSeconds = request.TimeoutSeconds,
            },
            payload,
            field);
        return error is null ? job! : throw GrpcErrors.Refuse(error);
    }

    private static Guid JobId(string text) =>
        Guid.TryParseExact(text, "D", out var id)
            ? id
            : throw GrpcErrors.Refuse(ApiError.BadField("job_id", "job_id must be the id of a job, a UUID."));
}
