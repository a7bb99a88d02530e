using LlmMcp.Contracts;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Workers;

/// <summary>The HTTP door for custom executors and workers of the deployed system.</summary>
internal static class WorkersEndpoints
{
    public static IEndpointRouteBuilder MapWorkers(this IEndpointRouteBuilder routes)
    {
        var workers = routes.MapGroup("/v1/workers").WithTags("Workers").RequireSurface(Surface.Worker);
        workers.MapPost("/register", RegisterAsync).WithName("RegisterWorker").WithSummary("Announce a worker");
        workers.MapPost("/claim", ClaimAsync).WithName("ClaimJob").WithSummary("Claim jobs; wait_seconds waits for the first");
        workers.MapPost("/complete", CompleteAsync).WithName("CompleteJob").WithSummary("Report a result");
        workers.MapPost("/fail", FailAsync).WithName("FailJob").WithSummary("Report a failed attempt");
        workers.MapPost("/heartbeat", HeartbeatAsync).WithName("Heartbeat").WithSummary("Extend the lease of a claim");
        workers.MapPost("/release", ReleaseAsync).WithName("ReleaseJob").WithSummary("Give a claim back without charging the attempt");
        routes.MapGet("/v1/workers", ListAsync).WithTags("Workers").WithName("ListWorkers").WithSummary("Workers known, those online first").RequireSurface(Surface.Client);
        return routes;
    }

    private static async Task<IResult> RegisterAsync(HttpRequest request, WorkerRegistry registry, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<RegisterRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Error is { } unreadable)
        {
            return unreadable.ToResult();
        }

        var worker = body.Value!.Worker;
        var identity = HelloReader.Read(
            new Contracts.V1.WorkerInfo
            {
                Id = worker?.Id ?? "",
                Name = worker?.Name ?? "",
                Platform = worker?.Platform ?? "",
                Arch = worker?.Arch ?? "",
                Host = worker?.Host ?? "",
                TagsJson = worker is null ? "" : System.Text.Encoding.UTF8.GetString(body.Raw(worker.Tags).Span),
            },
            newId: $"worker-{Guid.CreateVersion7():N}");
        if (identity is null)
        {
            return ApiError.BadField("worker.id", $"worker.id must have at most {WorkerIdentity.MaxText} characters.", "invalid_worker_id").ToResult();
        }

        await registry.RegisterAsync(identity, cancellationToken);
        return JsonReply.Ok(new RegisterAnswer(identity.Id));
    }

    private static async Task<IResult> ClaimAsync(
        HttpRequest request, ClaimDesk desk, WorkerPayload payloads, WorkerRegistry registry, IOptions<ApiOptions> api, IOptions<JobsOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<ClaimRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Error is { } unreadable)
        {
            return unreadable.ToResult();
        }

        var claim = body.Value!;
        if (!WorkerIdentity.IsId(claim.WorkerId))
        {
            return ApiError.BadField("worker_id", "worker_id is required: the id the worker registered with.", "worker_id_required").ToResult();
        }

        if (claim.MaxJobs is < 0 or > ClaimDesk.MaxJobs)
        {
            return ApiError.BadField("max_jobs", $"max_jobs must be 1 to {ClaimDesk.MaxJobs}.").ToResult();
        }

        if (claim.WaitSeconds < 0 || claim.WaitSeconds > ClaimDesk.MaxWait.TotalSeconds)
        {
            return ApiError.BadField("wait_seconds", $"wait_seconds must be 0 to {ClaimDesk.MaxWait.TotalSeconds}.").ToResult();
        }

        await registry.SeenAsync([claim.WorkerId!], cancellationToken);
        var jobs = await desk.ClaimAsync(
            claim.WorkerId!, [.. (claim.Kinds ?? []).OfType<string>()], Math.Max(1, claim.MaxJobs), LeaseSeconds(claim.LeaseSeconds, options.Value.LeaseSeconds),
            TimeSpan.FromSeconds(claim.WaitSeconds), cancellationToken);
        return new ClaimResult([.. jobs.Select(payloads.ForSingleCall)], many: claim.MaxJobs > 1);
    }

    private static async Task<IResult> CompleteAsync(HttpRequest request, OutcomeRecorder recorder, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<CompleteRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? Mistake(body.Value!.WorkerId, body.Value.JobId)) is { } refused)
        {
            return refused.ToResult();
        }

        var report = body.Value!;
        var result = body.Raw(report.Result) is { Length: > 0 } given ? given : "{}"u8.ToArray();
        if (PayloadText.FaultOfJson(result.Span) is { } fault)
        {
            return ApiError.BadField("result", $"result cannot be stored: {fault}.").ToResult();
        }

        var end = new AttemptEnd.Done(Ids.Job(report.JobId!), report.ClaimNo, report.WorkerId!, result, Storable(body.Raw(report.Metrics)));
        return await ReportAsync(recorder, end, cancellationToken);
    }

    private static async Task<IResult> FailAsync(HttpRequest request, OutcomeRecorder recorder, JobQueue queue, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<FailRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? Mistake(body.Value!.WorkerId, body.Value.JobId)) is { } refused)
        {
            return refused.ToResult();
        }

        var report = body.Value!;
        var job = Ids.Job(report.JobId!);
        if (await queue.GetAsync(job, cancellationToken) is null)
        {
            return ApiError.JobNotFound(report.JobId!).ToResult();
        }

        var end = ResultReader.Failed(
            job, report.ClaimNo, report.WorkerId!, report.Error ?? "", report.ErrorClass ?? "", report.RetryAfterSeconds, Storable(body.Raw(report.Metrics)));
        return await ReportAsync(recorder, end, cancellationToken);
    }

    private static async Task<IResult> ReleaseAsync(HttpRequest request, OutcomeRecorder recorder, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<ReleaseRequest>(request, api.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? Mistake(body.Value!.WorkerId, body.Value.JobId)) is { } refused)
        {
            return refused.ToResult();
        }

        var report = body.Value!;
        return await ReportAsync(recorder, new AttemptEnd.Released(Ids.Job(report.JobId!), report.ClaimNo, report.WorkerId!), cancellationToken);
    }

    private static async Task<IResult> HeartbeatAsync(
        HttpRequest request, JobQueue queue, WorkerRegistry registry, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<HeartbeatBody>(request, api.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? Mistake(body.Value!.WorkerId, body.Value.JobId)) is { } refused)
        {
            return refused.ToResult();
        }

        var report = body.Value!;
        await registry.SeenAsync([report.WorkerId!], cancellationToken);
        var kept = await queue.HeartbeatAsync(
            report.WorkerId!, [(Ids.Job(report.JobId!), report.ClaimNo)], LeaseSeconds(report.ExtendSeconds, DeployedExtendSeconds), cancellationToken);
        return Answer(kept.Count > 0);
    }

    private static async Task<IResult> ListAsync(WorkerRegistry registry, CancellationToken cancellationToken) =>
        JsonReply.Ok(new WorkerList(await registry.ListAsync(cancellationToken)));

    private const int DeployedExtendSeconds = 30;
    private const int LongestLeaseSeconds = 3600;

    /// <summary>The lease a call asks for, bounded; <paramref name="otherwise"/> when it asks for none.</summary>
    public static int LeaseSeconds(int asked, int otherwise) => asked <= 0 ? otherwise : Math.Min(asked, LongestLeaseSeconds);

    private static async Task<IResult> ReportAsync(OutcomeRecorder recorder, AttemptEnd end, CancellationToken cancellationToken) =>
        Answer((await recorder.RecordAsync([end], cancellationToken))[0]);

    private static IResult Answer(bool ok) => JsonReply.Ok(ok ? new ReportAnswer(true, null) : new ReportAnswer(false, LostReasons.LeaseLost));

    private static ApiError? Mistake(string? worker, string? job) =>
        !WorkerIdentity.IsId(worker) || string.IsNullOrWhiteSpace(job)
            ? ApiError.BadField(!WorkerIdentity.IsId(worker) ? "worker_id" : "job_id", "worker_id and job_id are required.", "worker_id_job_id_required")
            : null;

    private static ReadOnlyMemory<byte> Storable(ReadOnlyMemory<byte> json) => json.Length > 0 && PayloadText.FaultOfJson(json.Span) is null ? json : default;
}
