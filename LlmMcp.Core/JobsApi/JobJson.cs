using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;

namespace LlmMcp.Core.JobsApi;

/// <summary>
/// The job object of HTTP and SSE: the deployed system's keys with its rules of omission, ours behind them, omitted when empty.
/// JSON columns are passed through unread.
/// </summary>
internal static class JobJson
{
    // What is written comes from our own columns and from jsonb, which is valid by construction.
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, WriterOptions);

    /// <param name="writer">Where to.</param>
    /// <param name="job">The job.</param>
    /// <param name="explain">With <c>route</c>: why routing decided as it did.</param>
    /// <param name="place">Where it stands in line; null when not known.</param>
    public static void Write(Utf8JsonWriter writer, Job job, bool explain = false, QueuePlace? place = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, job.Id);
        writer.WriteString("kind"u8, job.Kind);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(job.Payload, skipInputValidation: true);
        writer.WriteString("status"u8, job.Status);
        writer.WriteNumber("attempts"u8, job.Attempts);
        writer.WriteNumber("max_attempts"u8, job.MaxAttempts);
        writer.WriteNumber("priority"u8, job.Priority);
        WriteTime(writer, "queued_at", job.QueuedAt);
        WriteTime(writer, "updated_at", job.UpdatedAt);
        WriteTime(writer, "lease_until", job.LeaseUntil);
        WriteTime(writer, "deadline_at", job.DeadlineAt);
        WriteRaw(writer, "result", job.Result);
        WriteText(writer, "error", job.Error);

        WriteText(writer, "source", job.Source);
        if (job.ClaimNo > 0)
        {
            writer.WriteNumber("claim_no"u8, job.ClaimNo);
        }

        WriteText(writer, "worker_id", job.WorkerId);
        WriteText(writer, "device_id", job.DeviceId);
        WriteTime(writer, "started_at", job.StartedAt);
        WriteTime(writer, "finished_at", job.FinishedAt);
        WriteTime(writer, "run_at", job.RunAt);
        if (job.TimeoutSeconds is { } timeout)
        {
            writer.WriteNumber("timeout_seconds"u8, timeout);
        }

        WritePlace(writer, place);
        WriteText(writer, "retried_from", job.RetriedFrom?.ToString());
        if (explain)
        {
            WriteRaw(writer, "route", job.Route);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>queue_position</c> and <c>eta_seconds</c>, each only when known.</summary>
    public static void WritePlace(Utf8JsonWriter writer, QueuePlace? place)
    {
        if (place?.Position is { } position)
        {
            writer.WriteNumber("queue_position"u8, position);
        }

        if (place?.EtaSeconds is { } eta)
        {
            writer.WriteNumber("eta_seconds"u8, eta);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string key, DateTime? time)
    {
        if (time is { } value)
        {
            writer.WriteString(key, value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(key, text);
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, string key, byte[]? json)
    {
        if (json is not null)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }
}
