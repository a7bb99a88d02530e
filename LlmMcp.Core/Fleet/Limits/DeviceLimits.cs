using System.Text.Json.Serialization;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// What a device may run. Null and empty mean "not given"; in the picture of the fleet, where derived values and those of its
/// host are included, they mean "no limit".
/// </summary>
internal sealed record DeviceLimits
{
    /// <summary>Nothing is limited.</summary>
    public static DeviceLimits None { get; } = new();

    /// <summary>Main memory in GB.</summary>
    public decimal? RamGb { get; init; }

    /// <summary>Memory of the GPU in GB; where given, it counts instead of <see cref="RamGb"/>.</summary>
    public decimal? VramGb { get; init; }

    /// <summary>Largest model in billions of parameters, inclusive.</summary>
    public decimal? MaxParamsB { get; init; }

    /// <summary>Largest model file in GB (1024³ bytes), inclusive.</summary>
    public decimal? MaxSizeGb { get; init; }

    /// <summary>Longest context in tokens, inclusive.</summary>
    public int? MaxContext { get; init; }

    /// <summary>
    /// <see cref="MaxContext"/> follows from the memory. Then it caps what a request may ask for and forbids no model: nearly
    /// every model was trained for more than a small node has memory for, and runs well with less.
    /// </summary>
    [JsonIgnore]
    public bool ContextIsDerived { get; init; }

    /// <summary>Only these models; empty allows all.</summary>
    public IReadOnlyList<string> AllowModels { get; init; } = [];

    /// <summary>Never these models.</summary>
    public IReadOnlyList<string> DenyModels { get; init; } = [];

    /// <summary>Jobs at once, 1 to 256; null means the general setting.</summary>
    public int? MaxConcurrency { get; init; }
}
