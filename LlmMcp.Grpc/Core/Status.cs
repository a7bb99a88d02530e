namespace Grpc.Core;

/// <summary>How a call ended: a code, and text for a person.</summary>
/// <param name="statusCode">The code.</param>
/// <param name="detail">Text for a person; travels to the peer.</param>
/// <param name="debugException">What caused it on this side; never travels.</param>
public readonly struct Status(StatusCode statusCode, string detail, Exception? debugException = null) : IEquatable<Status>
{
    private readonly string? _detail = detail;

    /// <summary>Success without text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancellation without text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; } = statusCode;

    /// <summary>Text for a person; empty when there is none.</summary>
    public string Detail => _detail ?? "";

    /// <summary>What caused the status on this side, if anything did.</summary>
    public Exception? DebugException { get; } = debugException;

    /// <summary>Same code and same text.</summary>
    public static bool operator ==(Status left, Status right) => left.Equals(right);

    /// <summary>Another code or another text.</summary>
    public static bool operator !=(Status left, Status right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Status other) => StatusCode == other.StatusCode && Detail == other.Detail;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <inheritdoc/>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
