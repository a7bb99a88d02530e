namespace LlmMcp.Core.Benchmarks;

/// <summary>The body of <c>POST /v1/benchmarks/run</c>.</summary>
internal sealed record BenchmarkRequest
{
    /// <summary>Most runs of one model on one device.</summary>
    public const int MaxRuns = 100;

    /// <summary>One of <see cref="Contracts.Providers"/>; the device's own, or <c>ollama</c>, when absent.</summary>
    public string? Provider { get; init; }

    /// <summary>The model; every model of the devices when absent.</summary>
    public string? Model { get; init; }

    /// <summary><c>generate</c> or <c>embed</c>; what the model is for when absent.</summary>
    public string? TaskType { get; init; }

    /// <summary>The prompt; a fixed one when absent, so that runs compare. At most 20000 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>Runs of each model on each device, 1 to <see cref="MaxRuns"/>; 0 and less mean 1.</summary>
    public int Runs { get; init; }

    /// <summary>Higher runs first; 0 means 1.</summary>
    public int Priority { get; init; }

    /// <summary>The device; every online one of the provider when absent.</summary>
    public string? DeviceId { get; init; }

    /// <summary><c>all</c>, the same as leaving out <see cref="DeviceId"/>.</summary>
    public string? Devices { get; init; }
}

/// <summary>Answer to a run: the jobs in the order of <see cref="Jobs"/>, and the kind of the first.</summary>
internal sealed record BenchmarksAccepted(
    IReadOnlyList<Guid> JobIds, string Kind, IReadOnlyList<BenchmarkAccepted> Jobs, IReadOnlyList<BenchmarkSkipped> Skipped);

/// <summary>One job of a run.</summary>
internal sealed record BenchmarkAccepted(Guid JobId, string DeviceId, string Provider, string Model, string TaskType, string Kind);

/// <summary>A model that is not measured on a device, and why.</summary>
internal sealed record BenchmarkSkipped(string DeviceId, string Model, string Reason);
