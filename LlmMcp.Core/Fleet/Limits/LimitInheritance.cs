namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// What counts for a device, field by field, the first that says something:
/// <list type="number">
/// <item>what an operator entered for it,</item>
/// <item>what the settings say of it,</item>
/// <item>for a port device the same two of its host, with <c>*</c> for a host the settings do not name,</item>
/// <item>for any other device the settings do not name: <c>*</c>,</item>
/// <item>what follows from the memory (<see cref="LimitDerivation"/>).</item>
/// </list>
/// A cloud provider has no memory and no model files: of its own entries only the concurrency counts, and nothing else applies.
/// </summary>
internal static class LimitInheritance
{
    public static ResolvedLimits Resolve(LimitedDevice device, LimitEntries entries)
    {
        var limits = DeviceLimits.None;
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (layer, source) in Layers(device, entries))
        {
            var memoryKnown = limits.RamGb is not null || limits.VramGb is not null;
            foreach (var field in LimitField.All.Where(field => field.IsGiven(layer) && !field.IsGiven(limits) && !(field.IsMemory && memoryKnown)))
            {
                limits = field.Copy(limits, layer);
                sources[field.Name] = source;
            }
        }

        // 5.
        var complete = LimitDerivation.Complete(limits);
        foreach (var field in LimitField.All.Where(field => field.IsGiven(complete) && !field.IsGiven(limits)))
        {
            sources[field.Name] = LimitSource.Derived;
        }

        return new ResolvedLimits(device.Id, complete, sources);
    }

    private static IEnumerable<(DeviceLimits Limits, string Source)> Layers(LimitedDevice device, LimitEntries entries)
    {
        var configured = entries.Configured(device.Id);
        if (device.IsCloud)
        {
            return Said((entries.Entered(device.Id), LimitSource.Own), (configured, LimitSource.Own)).Select(static layer =>
                (new DeviceLimits { MaxConcurrency = layer.Limits.MaxConcurrency }, layer.Source));
        }

        // 1. to 4.
        var common = entries.Configured(LimitEntries.Default);
        return device.ParentId is { } host
            ? Said(
                (entries.Entered(device.Id), LimitSource.Own), (configured, LimitSource.Own), (entries.Entered(host), LimitSource.Inherited),
                entries.Configured(host) is { } hosts ? (hosts, LimitSource.Inherited) : (common, LimitSource.Default))
            : Said((entries.Entered(device.Id), LimitSource.Own), configured is not null ? (configured, LimitSource.Own) : (common, LimitSource.Default));
    }

    private static IEnumerable<(DeviceLimits Limits, string Source)> Said(params (DeviceLimits? Limits, string Source)[] layers) =>
        layers.Where(static layer => layer.Limits is not null).Select(static layer => (layer.Limits!, layer.Source));
}

/// <summary>A device as far as limits are concerned.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ParentId">The host of a port device; null for a device of its own.</param>
/// <param name="IsCloud">A provider as a whole.</param>
internal sealed record LimitedDevice(string Id, string? ParentId, bool IsCloud);

/// <summary>What counts for a device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Limits">Derived values included.</param>
/// <param name="Sources">Where each given field comes from: one of <see cref="LimitSource"/> by field name.</param>
internal sealed record ResolvedLimits(string DeviceId, DeviceLimits Limits, IReadOnlyDictionary<string, string> Sources);

/// <summary>Where a value comes from.</summary>
internal static class LimitSource
{
    public const string Own = "own";
    public const string Inherited = "inherited";
    public const string Default = "default";
    public const string Derived = "derived";
}
