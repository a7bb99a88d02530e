using System.Diagnostics;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.JobsApi;

/// <summary>The HTTP door of the queue: it translates, it does not decide.</summary>
internal static class JobsEndpoints
{
    private const int MaxWaitSeconds = 60;
    private const int MaxList = 500;
    private const int DefaultList = 50;

    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/v1/jobs").WithTags("Jobs").RequireSurface(Surface.Client);
        jobs.MapPost("", SubmitAsync).WithName("SubmitJob").WithSummary("Put a job into the queue");
        jobs.MapPost("/batch", SubmitBatchAsync).WithName("SubmitJobs").WithSummary("Put many jobs into the queue, all or none");
        jobs.MapGet("", ListAsync).WithName("ListJobs").WithSummary("Jobs, newest first");
        jobs.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("Status and result of a job; ?wait=30 waits for its end");
        jobs.MapDelete("/{id}", CancelAsync).WithName("CancelJob").WithSummary("Cancel a job, queued or running");
        jobs.MapPost("/{id}/retry", RetryAsync).WithName("RetryJob").WithSummary("Submit a copy of a job that has ended");
        jobs.MapGet("/{id}/attempts", AttemptsEndpoint.ListAsync).WithName("ListAttempts").WithSummary("Attempts of a job that have ended, the latest first");
        jobs.MapGet("/{id}/stream", StreamAsync).WithName("StreamJob").WithSummary("Follow a job: status changes and tokens as server-sent events");
        return routes;
    }

    /// <summary>Submits one job through the one engine; shared with <c>POST /v1/llm/request</c>.</summary>
    public static async Task<ApiError?> StoreAsync(JobQueue queue, NewJob job, CancellationToken cancellationToken) =>
        await queue.SubmitAsync(job, cancellationToken) switch
        {
            SubmitOutcome.Accepted => null,
            SubmitOutcome.Unstorable unstorable => ApiError.BadField("payload", $"payload cannot be stored: {unstorable.Reason}"),
            var other => throw new UnreachableException($"{other} is not mapped to a response."),
        };

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, JobIntake intake, JobQueue queue, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<JobRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Error is { } unreadable)
        {
            return unreadable.ToResult();
        }

        var (job, refused) = intake.Read(body.Value!, body.Raw(body.Value!.Payload));
        return (refused ?? await StoreAsync(queue, job!, cancellationToken)) is { } error
            ? error.ToResult()
            : JsonReply.Accepted(new JobAccepted(job!.Id));
    }

    private static async Task<IResult> SubmitBatchAsync(
        HttpRequest request, JobIntake intake, JobQueue queue, IOptions<ApiOptions> api, IOptions<JobsOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<JobBatchRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Error is { } unreadable)
        {
            return unreadable.ToResult();
        }

        if (body.Value!.Jobs is not { Count: > 0 } requests || requests.Count > options.Value.MaxBatch)
        {
            return ApiError.BadField("jobs", $"jobs must be a list of 1 to {options.Value.MaxBatch} jobs.").ToResult();
        }

        var jobs = new List<NewJob>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i] is null)
            {
                return ApiError.BadField($"jobs[{i}]", $"jobs[{i}] is null; expected a job.", "invalid_jobs").ToResult();
            }

            var (job, refused) = intake.Read(requests[i], body.Raw(requests[i].Payload), $"jobs[{i}].");
            if (refused is not null)
            {
                return refused.ToResult();
            }

            jobs.Add(job!);
        }

        return await queue.SubmitAllAsync(jobs, cancellationToken) is SubmitOutcome.Unstorable unstorable
            ? ApiError.BadField("jobs", $"A payload cannot be stored ({unstorable.Reason}); nothing was.").ToResult()
            : JsonReply.Accepted(new JobsAccepted([.. jobs.Select(static job => job.Id)]));
    }

    private static async Task<IResult> ListAsync(
        JobQueue queue, string? status, string? kind, string? source, string? limit, string? after, string? brief, CancellationToken cancellationToken)
    {
        if (status is not null && !JobStatus.All.Contains(status))
        {
            return ApiError.BadField("status", $"status must be one of {string.Join(", ", JobStatus.All)}.").ToResult();
        }

        if (kind?.Contains('\0', StringComparison.Ordinal) == true || source?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return ApiError.BadField(kind?.Contains('\0', StringComparison.Ordinal) == true ? "kind" : "source", "A filter cannot contain the character NUL.").ToResult();
        }

        var count = DefaultList;
        if (limit is not null && (!int.TryParse(limit, out count) || count is < 1 or > MaxList))
        {
            return ApiError.BadField("limit", $"limit must be 1 to {MaxList}.").ToResult();
        }

        Guid? from = null;
        if (after is not null)
        {
            if (!Guid.TryParseExact(after, "D", out var id))
            {
                return ApiError.BadField("after", "after must be the id of a job: next_after of the page before.").ToResult();
            }

            from = id;
        }

        return new JobListResult(await queue.ListAsync(new JobFilter(status, kind, source, from, count, brief is "1" or "true"), cancellationToken));
    }

    private static async Task<IResult> GetAsync(
        string id, JobQueue queue, JobFollower follower, IQueuePlaces places, StreamCount streams, string? wait, string? explain, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var jobId))
        {
            return ApiError.JobNotFound(id).ToResult();
        }

        var seconds = 0d;
        if (wait is not null && (!double.TryParse(wait, out seconds) || seconds is not (>= 0 and <= MaxWaitSeconds)))
        {
            return ApiError.BadField("wait", $"wait must be 0 to {MaxWaitSeconds} seconds.").ToResult();
        }

        var job = await queue.GetAsync(jobId, cancellationToken);
        if (job is not null && seconds > 0 && !JobStatus.IsFinal(job.Status))
        {
            if (!streams.TryEnter())
            {
                return StreamCount.Full.ToResult();
            }

            try
            {
                job = await JobWait.UntilFinalAsync(follower, jobId, TimeSpan.FromSeconds(seconds), cancellationToken) ?? job;
            }
            finally
            {
                streams.Leave();
            }
        }

        return job is null
            ? ApiError.JobNotFound(id).ToResult()
            : new JobResult(job, explain is "1" or "true", await places.FindAsync(job, cancellationToken));
    }

    private static async Task<IResult> CancelAsync(string id, JobQueue queue, CancellationToken cancellationToken) =>
        !Guid.TryParseExact(id, "D", out var jobId)
            ? ApiError.JobNotFound(id).ToResult()
            : await queue.CancelAsync(jobId, cancellationToken) switch
            {
                CancelOutcome.Canceled => JsonReply.Ok(new JobCanceled(jobId, JobStatus.Canceled)),
                CancelOutcome.AlreadyFinal final => new ApiError(StatusCodes.Status409Conflict, "already_final", $"The job has ended already: {final.Status}.").ToResult(),
                CancelOutcome.NotFound => ApiError.JobNotFound(id).ToResult(),
                var other => throw new UnreachableException($"{other} is not mapped to a response."),
            };

    private static async Task<IResult> RetryAsync(string id, JobQueue queue, CancellationToken cancellationToken) =>
        !Guid.TryParseExact(id, "D", out var jobId)
            ? ApiError.JobNotFound(id).ToResult()
            : await queue.RetryAsync(jobId, cancellationToken) switch
            {
                RetryOutcome.Submitted copy => JsonReply.Accepted(new JobRetried(copy.JobId, jobId)),
                RetryOutcome.NotFinal open => new ApiError(StatusCodes.Status409Conflict, "not_final", $"The job is {open.Status}; only a job that has ended can be retried. Cancel it first.").ToResult(),
                RetryOutcome.NotFound => ApiError.JobNotFound(id).ToResult(),
                var other => throw new UnreachableException($"{other} is not mapped to a response."),
            };

    private static IResult StreamAsync(string id, HttpContext context, JobFollower follower, StreamCount streams, IHostApplicationLifetime lifetime)
    {
        if (!Guid.TryParseExact(id, "D", out var jobId))
        {
            return ApiError.JobNotFound(id).ToResult();
        }

        FollowPosition? after = FollowPosition.TryParse(context.Request.Headers["Last-Event-ID"], out var position) ? position : null;
        var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(leaving);
        return new JobStreamResult(follower.FollowAsync(jobId, after, deltas: true, leaving.Token), streams, leaving.Token);
    }
}

/// <summary>Answer to a submit.</summary>
internal sealed record JobAccepted(Guid JobId);

/// <summary>Answer to a batch submit, in the order of the request.</summary>
internal sealed record JobsAccepted(IReadOnlyList<Guid> JobIds);

/// <summary>Answer to a cancel.</summary>
internal sealed record JobCanceled(Guid JobId, string Status);

/// <summary>Answer to a retry.</summary>
internal sealed record JobRetried(Guid JobId, Guid RetriedFrom);
