namespace LlmMcp.Worker.Execution;

/// <summary>One claim of one job, as Core handed it over.</summary>
public sealed record JobAssignment
{
    /// <summary>The job's id (UUID).</summary>
    public required string JobId { get; init; }

    /// <summary>The fence: with the id it names this claim and no other.</summary>
    public required long ClaimNo { get; init; }

    /// <summary>The job's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The payload, UTF-8 JSON of any type.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The id of the worker that runs it.</summary>
    public string WorkerId { get; init; } = "";

    /// <summary>Limit of this attempt; <see cref="TimeSpan.Zero"/> means the kind's own.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The device whose slot the claim took; empty for kinds that need none.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Where Core says the device is; null when the worker's own configuration decides.</summary>
    public NodeAddress? Device { get; init; }

    /// <summary>W3C trace context of the submitter; empty when there is none.</summary>
    public string TraceParent { get; init; } = "";
}
