namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>The circuit breaker of a device, as last read.</summary>
/// <param name="State">Whether jobs pass.</param>
/// <param name="Failures">Node failures in a row.</param>
/// <param name="OpenedAt">When it last opened, by the database's clock; null while closed.</param>
/// <param name="ProbeDue">It is open and has rested long enough, by the database's clock: one job may try.</param>
/// <param name="LastError">What opened it.</param>
internal sealed record Circuit(CircuitState State, int Failures = 0, DateTimeOffset? OpenedAt = null, bool ProbeDue = false, string? LastError = null)
{
    /// <summary>How long an open circuit rests before a probe.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>Failures in a row that open it.</summary>
    public const int OpensAt = 3;

    /// <summary>Every job passes.</summary>
    public static Circuit Closed { get; } = new(CircuitState.Closed);
}

/// <summary>Values of <c>device_circuits.state</c>.</summary>
internal enum CircuitState
{
    /// <summary>Every job passes.</summary>
    Closed,

    /// <summary>No job passes; after <see cref="Circuit.Rest"/> one may.</summary>
    Open,

    /// <summary>One job is under way to find out.</summary>
    Probing,
}
