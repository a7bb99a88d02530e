namespace LlmMcp.Core.Fleet.Placements;

/// <summary>A model on a node of the owner's: one place where work can go, with what is known of it at one moment.</summary>
internal sealed class Placement
{
    // As the deployed system does: some small models really end there, and too short a prompt window cuts the prompt silently.
    private const int UnknownContext = 4096;

    /// <summary>The node.</summary>
    public required FleetDevice Device { get; init; }

    /// <summary>The node's place among all nodes by id: a small number to mark it by.</summary>
    public required int DeviceIndex { get; init; }

    /// <summary>Canonical name, as the node spells it.</summary>
    public required string Model { get; init; }

    /// <summary>What is known of the model; null when nothing is.</summary>
    public required CatalogueModel? Facts { get; init; }

    /// <summary>Longest context in tokens: the model's, 4,096 when the node does not tell, and never more than the node's limits allow.</summary>
    public int Context => Device.EffectiveContext(Facts?.Context ?? UnknownContext);

    /// <summary>Measured generation speed; null when never measured.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Measured time of a whole answer in milliseconds; null when never measured.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>How long the model is expected to load; zero when it is in memory or nothing is known.</summary>
    public TimeSpan ExpectedLoad { get; init; }

    /// <summary>Why no job may be sent there now: one of <see cref="PlacementClosed"/>; null when one may.</summary>
    public string? Closed { get; init; }

    /// <summary>In the node's memory.</summary>
    public bool Loaded { get; init; }

    /// <summary>Some slot was free. A node whose slots are not written yet counts as free.</summary>
    public bool HasFreeSlot => Device.Slots == 0 || Device.UsedSlots < Device.Slots;

    /// <summary>The node's circuit is open and a probe is due.</summary>
    public bool IsProbe => Device.Circuit.ProbeDue;
}

/// <summary>Why no job may be sent to a place.</summary>
internal static class PlacementClosed
{
    /// <summary>The node does not answer, or has not yet.</summary>
    public const string Offline = "offline";

    /// <summary>The node failed several times in a row and rests.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>A job is finding out whether the node works again.</summary>
    public const string ProbeRunning = "probe_running";

    /// <summary>Followed by the reason of the limits.</summary>
    public const string ForbiddenPrefix = "model_not_allowed:";

    /// <summary>Why the device takes no job for now, whatever the model; null when it does.</summary>
    public static string? Of(FleetDevice device) =>
        !device.Online ? Offline
        : device.Circuit.State == Circuits.CircuitState.Probing ? ProbeRunning
        : device.Circuit is { State: Circuits.CircuitState.Open, ProbeDue: false } ? CircuitOpen
        : null;

    /// <summary>True when it passes by itself: the node comes back, the circuit closes.</summary>
    public static bool Passes(string reason) => !reason.StartsWith(ForbiddenPrefix, StringComparison.Ordinal);
}
