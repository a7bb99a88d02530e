using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>What the settings say of limits. Section <c>Limits</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>JSON object: device id, or <c>*</c>, to its limits. Wins over <see cref="DevicesFile"/>.</summary>
    public string DevicesJson { get; set; } = "";

    /// <summary>A file with the same JSON, read anew while Core runs; 1 MiB at most.</summary>
    public string DevicesFile { get; set; } = "";

    /// <summary>Seconds between two readings of <see cref="DevicesFile"/>, 0 to 86400. The default, 0, is: with each round of probes.</summary>
    [Range(0, 86_400)]
    public int IntervalSeconds { get; set; }

    /// <summary><c>1</c> or <c>true</c>: a limit forbids a model of which the limited measure is unknown. Anything else does not.</summary>
    public string StrictModels { get; set; } = "";

    /// <summary><see cref="StrictModels"/> as understood.</summary>
    public bool IsStrict => StrictModels.Trim() is "1" || string.Equals(StrictModels.Trim(), "true", StringComparison.OrdinalIgnoreCase);
}
