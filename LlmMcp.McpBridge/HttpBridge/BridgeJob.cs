using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary>
/// A job as the older bridge shows it: the thirteen fields of the first gRPC contract, always all of them, JSON as text, times in
/// whole seconds, what is absent empty.
/// </summary>
internal sealed record BridgeJob(
    string Id, string Kind, string PayloadJson, string Status, long Attempts, long MaxAttempts, string LeaseUntil, string DeadlineAt, string ResultJson,
    string Error, long Priority, string QueuedAt, string UpdatedAt)
{
    private static readonly JsonSerializerOptions Whole = new(JsonWriting.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    // The stream follows protobuf's own habit: what is empty or zero is left out.
    private static readonly JsonSerializerOptions Sparse = new(JsonWriting.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public static BridgeJob Of(Job job) => new(
        job.Id, job.Kind, TextOf(job.Payload), job.Status, job.Attempts, job.MaxAttempts, Seconds(job.Raw.Time("lease_until")), Seconds(job.Raw.Time("deadline_at")),
        TextOf(job.Result), job.Error ?? "", job.Priority, Seconds(job.QueuedAt), Seconds(job.Raw.Time("updated_at")));

    /// <summary>All thirteen.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Whole);

    /// <summary>Those that say something, on one line.</summary>
    public string ToEventData() => JsonSerializer.Serialize(new SparseJob(this), Sparse);

    private static string TextOf(JsonElement? json) => json?.GetRawText() ?? "";

    private static string Seconds(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";

    private static string? Said(string text) => text.Length > 0 ? text : null;

    /// <summary>The same with null for what is empty, so that the serializer leaves it out.</summary>
    private sealed record SparseJob(
        string? Id, string? Kind, string? PayloadJson, string? Status, long Attempts, long MaxAttempts, string? LeaseUntil, string? DeadlineAt, string? ResultJson,
        string? Error, long Priority, string? QueuedAt, string? UpdatedAt)
    {
        public SparseJob(BridgeJob job)
            : this(
                Said(job.Id), Said(job.Kind), Said(job.PayloadJson), Said(job.Status), job.Attempts, job.MaxAttempts, Said(job.LeaseUntil), Said(job.DeadlineAt),
                Said(job.ResultJson), Said(job.Error), job.Priority, Said(job.QueuedAt), Said(job.UpdatedAt))
        {
        }
    }
}
