namespace LlmMcp.Simulator.Faults;

/// <summary>Something that goes wrong on a node until it is used up, runs out or is removed.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Only requests for this model; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Also requests that run no model (<c>/api/tags</c>, <c>/api/ps</c>, …). The default is false.</summary>
    public bool AllEndpoints { get; init; }

    /// <summary>Hits the next so many requests, then is gone; null for no limit.</summary>
    public int? Next { get; init; }

    /// <summary>Chance that a request is hit, 0 to 1. The default is 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Decides which requests are hit when <see cref="Probability"/> is below 1. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Ends by itself after so many seconds of the fleet's clock; null for never.</summary>
    public double? ForSeconds { get; init; }

    /// <summary>For <see cref="FaultKind.Slow"/>: how many times as long everything takes. The default is 4.</summary>
    public double Factor { get; init; } = 4;

    /// <summary>For <see cref="FaultKind.Break"/>: chunks sent before. The default is 3; 0 fails before the first byte.</summary>
    public int AfterChunks { get; init; } = 3;

    /// <summary>For <see cref="FaultKind.Break"/>: cut the connection instead of ending with an error line.</summary>
    public bool Abort { get; init; }

    /// <summary>For <see cref="FaultKind.Error"/>: the status. The default is 500.</summary>
    public int Status { get; init; } = 500;

    /// <summary>For <see cref="FaultKind.Error"/> and <see cref="FaultKind.Break"/>: the error text.</summary>
    public string Text { get; init; } = "an error was encountered while running the model: unexpected EOF";
}
