namespace LlmMcp.Core.Fleet.Limits;

/// <summary>The answer of <c>GET /v1/limits</c>.</summary>
/// <param name="Strict">A limit forbids models of which the limited measure is unknown.</param>
/// <param name="Devices">Every device, limited or not.</param>
/// <param name="Waiting">Ids that were entered and are no device yet.</param>
/// <param name="Mistakes">What could not be understood in the settings of the Cores.</param>
internal sealed record LimitList(bool Strict, IReadOnlyList<LimitView> Devices, IReadOnlyList<string> Waiting, IReadOnlyList<LimitMistake> Mistakes)
{
    public static LimitList Of(
        bool strict, FleetSnapshot fleet, IReadOnlyList<ResolvedLimits> effective, IReadOnlyList<EnteredLimits> entered, IReadOnlyList<CoreLimits> settings)
    {
        var limits = effective.ToDictionary(static resolved => resolved.DeviceId);
        var origins = entered.ToDictionary(static row => row.DeviceId, static row => row.Origin);
        var known = fleet.Devices.Keys.Select(LimitEntries.KeyOf).ToHashSet();
        return new LimitList(
            strict,
            [.. fleet.Devices.Values.OrderBy(static device => device.Id, StringComparer.Ordinal)
                .Select(device => LimitView.Of(device, limits.GetValueOrDefault(device.Id), origins.GetValueOrDefault(device.Id)))],
            [.. settings.SelectMany(static core => core.Entries.Keys).Concat(origins.Keys)
                .Where(id => id != LimitEntries.Default && !known.Contains(LimitEntries.KeyOf(id)))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. settings.SelectMany(static core => core.Mistakes, static (core, mistake) => new LimitMistake(core.Core, mistake))]);
    }
}

/// <summary>What a device may run, and why.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="RamGb">Main memory in GB.</param>
/// <param name="VramGb">Memory of the GPU in GB.</param>
/// <param name="MaxParamsB">Billions of parameters.</param>
/// <param name="MaxSizeGb">GB (1024³) of a model's file.</param>
/// <param name="MaxContext">Tokens.</param>
/// <param name="AllowModels">Only these; empty allows all.</param>
/// <param name="DenyModels">Never these.</param>
/// <param name="MaxConcurrency">Jobs at once; null means the general setting.</param>
/// <param name="Sources">Where each given value comes from: <see cref="LimitSource"/>.</param>
/// <param name="Entered">How an operator entered limits of this device, <c>api</c> or <c>sql</c>; null when none did.</param>
/// <param name="Forbidden">Models it has and must not run, with the first reason.</param>
internal sealed record LimitView(
    string DeviceId, decimal? RamGb, decimal? VramGb, decimal? MaxParamsB, decimal? MaxSizeGb, int? MaxContext,
    IReadOnlyList<string> AllowModels, IReadOnlyList<string> DenyModels, int? MaxConcurrency,
    IReadOnlyDictionary<string, string> Sources, string? Entered, IReadOnlyDictionary<string, string> Forbidden)
{
    public static LimitView Of(FleetDevice device, ResolvedLimits? resolved, string? entered)
    {
        var limits = resolved?.Limits ?? DeviceLimits.None;
        return new LimitView(
            device.Id, limits.RamGb, limits.VramGb, limits.MaxParamsB, limits.MaxSizeGb, limits.MaxContext, limits.AllowModels, limits.DenyModels,
            limits.MaxConcurrency, resolved?.Sources ?? new Dictionary<string, string>(), entered,
            new SortedDictionary<string, string>(device.Forbidden, StringComparer.Ordinal));
    }
}

/// <summary>Something in a Core's settings that could not be understood.</summary>
internal sealed record LimitMistake(string Core, string Message);
