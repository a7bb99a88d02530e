using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Workers;

namespace LlmMcp.Core.GrpcApi;

/// <summary>The worker's calls over gRPC; the session is <see cref="WorkDesk"/>'s.</summary>
internal sealed partial class CoreService
{
    private const int DeployedExtendSeconds = 30;

    public override async Task Work(IAsyncStreamReader<WorkerMessage> requestStream, IServerStreamWriter<CoreMessage> responseStream, ServerCallContext context)
    {
        // The call lasts as long as the worker: what is done for it in hours and days is no part of one trace.
        Activity.Current = null;
        await desk.RunAsync(requestStream, responseStream, context.CancellationToken);
    }

    public override async Task<RegisterWorkerResponse> RegisterWorker(RegisterWorkerRequest request, ServerCallContext context)
    {
        var worker = Worker(request.Worker);
        await registry.RegisterAsync(worker, context.CancellationToken);
        return new RegisterWorkerResponse { WorkerId = worker.Id };
    }

    public override async Task<ClaimJobResponse> ClaimJob(ClaimJobRequest request, ServerCallContext context)
    {
        var jobs = await ClaimAsync(request.WorkerId, request.Kinds, 1, request.LeaseSeconds, TimeSpan.Zero, context);
        return jobs is [var job, ..] ? new ClaimJobResponse { Job = job } : new ClaimJobResponse();
    }

    public override async Task<ClaimJobsResponse> ClaimJobs(ClaimJobsRequest request, ServerCallContext context)
    {
        if (request.MaxJobs is < 0 or > ClaimDesk.MaxJobs)
        {
            throw GrpcErrors.Refuse(ApiError.BadField("max_jobs", $"max_jobs must be 1 to {ClaimDesk.MaxJobs}."));
        }

        if (request.WaitSeconds is not (>= 0 and <= 60))
        {
            throw GrpcErrors.Refuse(ApiError.BadField("wait_seconds", "wait_seconds must be 0 to 60."));
        }

        var response = new ClaimJobsResponse();
        response.Jobs.AddRange(await ClaimAsync(
            request.WorkerId, request.Kinds, Math.Max(1, request.MaxJobs), request.LeaseSeconds, TimeSpan.FromSeconds(request.WaitSeconds), context));
        return response;
    }

    public override async Task<HeartbeatResponse> Heartbeat(HeartbeatRequest request, ServerCallContext context)
    {
        if (!WorkerIdentity.IsId(request.WorkerId))
        {
            return new HeartbeatResponse { Ok = false, Reason = LostReasons.LeaseLost };
        }

        await registry.SeenAsync([request.WorkerId], context.CancellationToken);
        var kept = await queue.HeartbeatAsync(
            request.WorkerId, [(Ids.Job(request.JobId), request.ClaimNo)], WorkersEndpoints.LeaseSeconds(request.ExtendSeconds, DeployedExtendSeconds),
            context.CancellationToken);
        return new HeartbeatResponse { Ok = kept.Count > 0, Reason = kept.Count > 0 ? "" : LostReasons.LeaseLost };
    }

    public override async Task<CompleteJobResponse> CompleteJob(CompleteJobRequest request, ServerCallContext context)
    {
        var ok = await ReportAsync(
            new AttemptEnd.Done(Ids.Job(request.JobId), request.ClaimNo, request.WorkerId, Json(request.ResultJson), Json(request.MetricsJson)), context);
        return new CompleteJobResponse { Ok = ok, Reason = ok ? "" : LostReasons.LeaseLost };
    }

    public override async Task<FailJobResponse> FailJob(FailJobRequest request, ServerCallContext context)
    {
        if (await queue.GetAsync(JobId(request.JobId), context.CancellationToken) is null)
        {
            throw GrpcErrors.Refuse(ApiError.JobNotFound(request.JobId));
        }

        var ok = await ReportAsync(
            ResultReader.Failed(
                Ids.Job(request.JobId), request.ClaimNo, request.WorkerId, request.Error, request.ErrorClass, request.RetryAfterSeconds, Json(request.MetricsJson)),
            context);
        return new FailJobResponse { Ok = ok, Reason = ok ? "" : LostReasons.LeaseLost };
    }

    public override async Task<ReleaseJobsResponse> ReleaseJobs(ReleaseJobsRequest request, ServerCallContext context)
    {
        var ends = request.Jobs.Take(ClaimDesk.MaxJobs)
            .Select(job => (AttemptEnd)new AttemptEnd.Released(Ids.Job(job.JobId), job.ClaimNo, request.WorkerId))
            .ToList();
        var released = ends.Count == 0 ? 0 : (await recorder.RecordAsync(ends, context.CancellationToken)).Count(static accepted => accepted);
        return new ReleaseJobsResponse { Released = released };
    }

    /// <summary>
    /// Keeps what was measured of a device that the metrics or the worker's tags name as <c>device_id</c>. Metrics of a worker
    /// itself are not kept; the answer is <c>ok</c> all the same, as old clients expect.
    /// </summary>
    public override async Task<ReportMetricsResponse> ReportMetrics(ReportMetricsRequest request, ServerCallContext context)
    {
        var worker = Worker(request.Worker);
        await registry.RegisterAsync(worker, context.CancellationToken);
        var metrics = Json(request.MetricsJson);
        if ((DeviceOf(metrics) ?? DeviceOf(worker.Tags)) is { } device)
        {
            await registry.AddMetricsAsync(device, metrics, context.CancellationToken);
        }

        return new ReportMetricsResponse { Ok = true };
    }

    public override async Task<ReportBenchmarkResponse> ReportBenchmark(ReportBenchmarkRequest request, ServerCallContext context)
    {
        if (request.Benchmark is not { } benchmark)
        {
            return new ReportBenchmarkResponse { Ok = true };
        }

        var stored = await registry.AddBenchmarkAsync(
            new BenchmarkReport(
                benchmark.DeviceId, benchmark.ModelId, benchmark.TaskType, benchmark.TokensIn, benchmark.TokensOut, benchmark.LatencyMs,
                double.IsFinite(benchmark.Tps) ? Math.Clamp(benchmark.Tps, 0, 1e9) : 0, Json(benchmark.MetaJson)),
            context.CancellationToken);
        return stored
            ? new ReportBenchmarkResponse { Ok = true }
            : throw GrpcErrors.Refuse(new ApiError(StatusCodes.Status404NotFound, "device_not_found", $"There is no device {benchmark.DeviceId}."));
    }

    private async Task<IReadOnlyList<Contracts.V1.Job>> ClaimAsync(
        string worker, IReadOnlyCollection<string> kinds, int most, int leaseSeconds, TimeSpan wait, ServerCallContext context)
    {
        if (!WorkerIdentity.IsId(worker))
        {
            throw GrpcErrors.Refuse(ApiError.BadField("worker_id", "worker_id is required: the id the worker registered with.", "worker_id_required"));
        }

        await registry.SeenAsync([worker], context.CancellationToken);
        var jobs = await claims.ClaimAsync(
            worker, kinds, most, WorkersEndpoints.LeaseSeconds(leaseSeconds, options.Value.LeaseSeconds), wait, context.CancellationToken);
        return [.. jobs.Select(job => JobMessages.ToMessage(job, payloads))];
    }

    private async Task<bool> ReportAsync(AttemptEnd end, ServerCallContext context) =>
        (await recorder.RecordAsync([end], context.CancellationToken))[0];

    private static WorkerIdentity Worker(WorkerInfo? info) =>
        HelloReader.Read(info ?? new WorkerInfo(), newId: $"worker-{Guid.CreateVersion7():N}")
        ?? throw GrpcErrors.Refuse(ApiError.BadField("worker.id", $"worker.id must have at most {WorkerIdentity.MaxText} characters."));

    private static string? DeviceOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = CoreJson.MaxDepth });
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("device_id", out var id) && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
    }

    // As in the deployed system: text that is no JSON is an empty object.
    private static byte[] Json(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        return json.Length > 0 && PayloadText.FaultOfText(json) is null ? json : "{}"u8.ToArray();
    }
}
