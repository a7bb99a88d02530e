using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.JobsApi;
using LlmMcp.Core.Workers;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.GrpcApi;

/// <summary>The gRPC door: service <c>llmmcp.v1.Core</c>. It translates; the same engine stands behind it as behind HTTP.</summary>
internal sealed partial class CoreService(
    JobIntake intake, JobQueue queue, JobFollower follower, StreamCount streams, ClaimDesk claims, WorkDesk desk, WorkerPayload payloads,
    WorkerRegistry registry, OutcomeRecorder recorder, IOptions<JobsOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    : Contracts.V1.Core.CoreBase;
