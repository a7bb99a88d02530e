using System.Text.Json;

namespace LlmMcp.Client;

/// <summary>A job as Core shows it. <see cref="Raw"/> is what <c>--json</c> prints: every key, also those this program does not know.</summary>
public sealed record Job(JsonElement Raw)
{
    public string Id => Raw.Text("id") ?? string.Empty;

    public string Kind => Raw.Text("kind") ?? string.Empty;

    public string Status => Raw.Text("status") ?? string.Empty;

    public string? Source => Raw.Text("source");

    public string? DeviceId => Raw.Text("device_id") ?? Result?.Text("device_id");

    public string? WorkerId => Raw.Text("worker_id");

    public string? Error => Raw.Text("error");

    public long Attempts => Raw.Whole("attempts") ?? 0;

    public long MaxAttempts => Raw.Whole("max_attempts") ?? 0;

    public long Priority => Raw.Whole("priority") ?? 0;

    public DateTimeOffset? QueuedAt => Raw.Time("queued_at");

    public DateTimeOffset? StartedAt => Raw.Time("started_at");

    public DateTimeOffset? FinishedAt => Raw.Time("finished_at");

    public JsonElement? Payload => Raw.Member("payload");

    public JsonElement? Result => Raw.Member("result");

    /// <summary>Final states never change.</summary>
    public bool IsFinal => JobStatus.IsFinal(Status);

    /// <summary>What has to differ for a status to be worth telling.</summary>
    public (string Status, long Attempts, string? Device, string? Worker) Situation => (Status, Attempts, DeviceId, WorkerId);
}
