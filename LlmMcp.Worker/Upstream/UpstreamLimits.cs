namespace LlmMcp.Worker.Upstream;

/// <summary>Bounds on what a model server may send us.</summary>
internal sealed record UpstreamLimits
{
    /// <summary>Longest silence in the middle of an answer. The wait for the first byte is the attempt's own limit.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Largest answer in bytes.</summary>
    public long AnswerBytes { get; init; } = 64L << 20;

    /// <summary>Longest line of a streamed answer in bytes.</summary>
    public int LineBytes { get; init; } = 16 << 20;
}
