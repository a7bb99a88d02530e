using System.Text.Json.Serialization;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Workers;

/// <summary>Body of <c>POST /v1/workers/register</c>.</summary>
internal sealed record RegisterRequest(RegisterRequest.Info? Worker)
{
    /// <summary>What the worker says of itself; an empty id gets a new one.</summary>
    internal sealed record Info(string? Id, string? Name, string? Platform, string? Arch, string? Host, RawJson Tags);
}

/// <summary>Answer of <c>POST /v1/workers/register</c>.</summary>
internal sealed record RegisterAnswer(string WorkerId);

/// <summary>
/// Body of <c>POST /v1/workers/claim</c>. <c>lease_seconds</c> ≤ 0 means the configured lease; <c>max_jobs</c> above 1 answers
/// <c>{"jobs":[…]}</c> instead of <c>{"job":…}</c>; <c>wait_seconds</c> 0 to 60.
/// </summary>
internal sealed record ClaimRequest(string? WorkerId, List<string?>? Kinds, int LeaseSeconds, int MaxJobs, double WaitSeconds);

/// <summary>Body of <c>POST /v1/workers/complete</c>.</summary>
internal sealed record CompleteRequest(string? WorkerId, string? JobId, RawJson Result, RawJson Metrics, long ClaimNo);

/// <summary>Body of <c>POST /v1/workers/fail</c>.</summary>
internal sealed record FailRequest(string? WorkerId, string? JobId, string? Error, RawJson Metrics, long ClaimNo, string? ErrorClass, double RetryAfterSeconds);

/// <summary>Body of <c>POST /v1/workers/release</c>.</summary>
internal sealed record ReleaseRequest(string? WorkerId, string? JobId, long ClaimNo);

/// <summary>Body of <c>POST /v1/workers/heartbeat</c>; <c>extend_seconds</c> ≤ 0 means 30.</summary>
internal sealed record HeartbeatBody(string? WorkerId, string? JobId, int ExtendSeconds, long ClaimNo);

/// <summary>Answer to a report: <c>ok</c> false when the claim was no longer the worker's, and nothing changed.</summary>
internal sealed record ReportAnswer(bool Ok, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>Answer of <c>GET /v1/workers</c>.</summary>
internal sealed record WorkerList(IReadOnlyList<WorkerView> Workers);
