namespace LlmMcp.Core.Fleet.Limits;

/// <summary>What was entered, by device; ids that are no device yet included.</summary>
internal sealed class LimitEntries
{
    /// <summary>The entry for every local device without one of its own.</summary>
    public const string Default = "*";

    private readonly Dictionary<string, DeviceLimits> configured = [];
    private readonly Dictionary<string, DeviceLimits> entered = [];

    /// <summary>What the settings say; a later one of the same id wins.</summary>
    public void Configure(string id, DeviceLimits limits) => configured[KeyOf(id)] = limits;

    /// <summary>What an operator entered while Core runs (API or SQL).</summary>
    public void Enter(string id, DeviceLimits limits) => entered[KeyOf(id)] = limits;

    /// <summary>The operator's entry for a device; null when there is none.</summary>
    public DeviceLimits? Entered(string id) => entered.GetValueOrDefault(KeyOf(id));

    /// <summary>The settings' entry for a device, or for <see cref="Default"/>; null when there is none.</summary>
    public DeviceLimits? Configured(string id) => configured.GetValueOrDefault(KeyOf(id));

    /// <summary>
    /// The form in which ids are compared: the deployed system's end with the dot of a full domain name, also before a port.
    /// </summary>
    public static string KeyOf(string id) => id.Trim().Replace(".:", ":", StringComparison.Ordinal).TrimEnd('.').ToUpperInvariant();
}
