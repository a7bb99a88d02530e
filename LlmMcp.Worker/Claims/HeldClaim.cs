using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>
/// A claim this worker holds, from its arrival until Core has acknowledged the result or taken the claim away.
/// </summary>
/// <remarks>Everything mutable belongs to <see cref="ClaimLedger"/> and is touched under its lock only.</remarks>
internal sealed class HeldClaim(ClaimKey key, bool callsModel)
{
    public ClaimKey Key { get; } = key;

    /// <summary>True when it takes one of the worker's slots.</summary>
    public bool CallsModel { get; } = callsModel;

    /// <summary>The result, once there is one; it never changes again.</summary>
    public JobResult? Result { get; set; }

    /// <summary>Output of a running attempt; null for inline jobs.</summary>
    public DeltaBuffer? Deltas { get; init; }

    /// <summary>Ends the attempt's call; null for inline jobs. It has no timer and no parent, so there is nothing to dispose.</summary>
    public CancellationTokenSource? Stop { get; init; }

    /// <summary>True while output waits to be sent.</summary>
    public bool HasOutput { get; set; }

    /// <summary>When output was sent last in this session, as a timestamp; null before the first time.</summary>
    public long? OutputSentAt { get; set; }
}
