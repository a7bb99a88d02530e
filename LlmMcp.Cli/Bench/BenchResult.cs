using System.Text.Json;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Bench;

/// <summary>A measurement that was accepted. An older Core tells the id alone.</summary>
internal sealed record BenchTarget(string JobId, string? Device, string? Model)
{
    public static IReadOnlyList<BenchTarget> ListOf(JsonElement accepted) => accepted.Items("jobs") is { Count: > 0 } jobs
        ? [.. jobs.Where(static job => job.Text("job_id") is not null).Select(static job => new BenchTarget(job.Text("job_id")!, job.Text("device_id"), job.Text("model")))]
        : [.. accepted.Texts("job_ids").Select(static id => new BenchTarget(id, null, null))];
}

/// <summary>A measurement that ended.</summary>
internal sealed record BenchResult(BenchTarget Target, Job Job)
{
    private JsonElement Result => Job.Result ?? default;

    public string? Device => Job.DeviceId ?? Target.Device;

    public string? Model => Result.Text("model") ?? Target.Model ?? Job.Payload?.Text("model");

    public double? TokensPerSecond => Result.Number("tps") is > 0 and var speed ? speed : null;

    public double? LatencyMs => Result.Number("latency_ms");

    public long? TokensOut => Result.Whole("tokens_out");

    /// <summary>The keys of <c>--json</c>.</summary>
    public object Summary => new
    {
        job_id = Job.Id,
        device_id = Device,
        model = Model,
        status = Job.Status,
        tokens_per_second = TokensPerSecond,
        latency_ms = LatencyMs,
        tokens_out = TokensOut,
        error = Job.Error,
    };
}
