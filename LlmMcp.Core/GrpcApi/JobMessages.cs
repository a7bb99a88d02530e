using System.Text;
using System.Text.Json;
using Google.Protobuf;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Workers;

namespace LlmMcp.Core.GrpcApi;

/// <summary>Jobs as the gRPC contract writes them: times in whole seconds, absent values empty, JSON as text.</summary>
internal static class JobMessages
{
    // snake_case with zero fields omitted: what data_json of the deployed StreamJob looks like.
    private static readonly JsonFormatter DataFormatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    public static Contracts.V1.Job ToMessage(Job job) => new()
    {
        Id = job.Id.ToString(),
        Kind = job.Kind,
        PayloadJson = Encoding.UTF8.GetString(job.Payload),
        Status = job.Status,
        Attempts = job.Attempts,
        MaxAttempts = job.MaxAttempts,
        LeaseUntil = WireTime.Seconds(job.LeaseUntil),
        DeadlineAt = WireTime.Seconds(job.DeadlineAt),
        ResultJson = job.Result is { } result ? Encoding.UTF8.GetString(result) : "",
        Error = job.Error,
        Priority = job.Priority,
        QueuedAt = WireTime.Seconds(job.QueuedAt),
        UpdatedAt = WireTime.Seconds(job.UpdatedAt),
        ClaimNo = job.ClaimNo,
        DeviceId = job.DeviceId ?? "",
        TimeoutSeconds = job.TimeoutSeconds ?? 0,
    };

    /// <summary>A claim as ClaimJob and ClaimJobs answer it.</summary>
    public static Contracts.V1.Job ToMessage(ClaimedJob claimed, WorkerPayload payloads)
    {
        var message = ToMessage(payloads.ForSingleCall(claimed));
        message.Traceparent = claimed.Traceparent ?? "";
        return message;
    }

    /// <summary>The text of <c>JobEvent.data_json</c>. int64 would be a string in protobuf's JSON, so the added fence is left to FollowJob's ids.</summary>
    public static string DataJson(Job job)
    {
        var message = ToMessage(job);
        message.ClaimNo = 0;
        return DataFormatter.Format(message);
    }

    /// <summary>A piece of output as the text of <c>JobEvent.data_json</c>.</summary>
    public static string DeltaJson(string response, string thinking) => JsonSerializer.Serialize(new DeltaData(response, thinking), Api.CoreJson.Options);

    private sealed record DeltaData(string Response, string Thinking);
}
