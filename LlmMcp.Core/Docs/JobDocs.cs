using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Docs;

/// <summary>
/// A job as HTTP and server-sent events write it. Keys without a value are left out. Only documentation: a test compares it with
/// what is written.
/// </summary>
internal sealed record JobDoc
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required JsonElement Payload { get; init; }

    /// <summary>One of <see cref="JobStatus.All"/>.</summary>
    public required string Status { get; init; }

    public required int Attempts { get; init; }

    public required int MaxAttempts { get; init; }

    public required int Priority { get; init; }

    public required DateTime QueuedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public DateTime? LeaseUntil { get; init; }

    public DateTime? DeadlineAt { get; init; }

    public JsonElement Result { get; init; }

    public string? Error { get; init; }

    public string? Source { get; init; }

    public long ClaimNo { get; init; }

    public string? WorkerId { get; init; }

    public string? DeviceId { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public DateTime? RunAt { get; init; }

    public int TimeoutSeconds { get; init; }

    public Guid? RetriedFrom { get; init; }

    public int? QueuePosition { get; init; }

    public double? EtaSeconds { get; init; }

    public JsonElement Route { get; init; }
}

/// <summary>A page of jobs; <c>next_after</c> continues it.</summary>
internal sealed record JobListDoc(IReadOnlyList<JobDoc> Jobs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? NextAfter);

/// <summary>What a claim answers: <c>job</c>, nothing, or <c>jobs</c> when more than one was asked for.</summary>
internal sealed record ClaimDoc(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobDoc? Job,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JobDoc>? Jobs);
