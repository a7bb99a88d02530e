namespace LlmMcp.Core.Fleet.Limits;

/// <summary>One field of <see cref="DeviceLimits"/>, for what is done to all of them alike.</summary>
/// <param name="Name">As in JSON and SQL.</param>
/// <param name="IsGiven">True when the limits say something about it.</param>
/// <param name="Copy">The first limits with this field of the second.</param>
internal sealed record LimitField(string Name, Func<DeviceLimits, bool> IsGiven, Func<DeviceLimits, DeviceLimits, DeviceLimits> Copy)
{
    public const string RamGb = "ram_gb";
    public const string VramGb = "vram_gb";
    public const string MaxParamsB = "max_params_b";
    public const string MaxSizeGb = "max_size_gb";
    public const string MaxContext = "max_context";
    public const string AllowModels = "allow_models";
    public const string DenyModels = "deny_models";
    public const string MaxConcurrency = "max_concurrency";

    /// <summary>All fields, in the order in which people read them.</summary>
    public static IReadOnlyList<LimitField> All { get; } =
    [
        new(RamGb, static limits => limits.RamGb is not null, static (to, from) => to with { RamGb = from.RamGb }),
        new(VramGb, static limits => limits.VramGb is not null, static (to, from) => to with { VramGb = from.VramGb }),
        new(MaxParamsB, static limits => limits.MaxParamsB is not null, static (to, from) => to with { MaxParamsB = from.MaxParamsB }),
        new(MaxSizeGb, static limits => limits.MaxSizeGb is not null, static (to, from) => to with { MaxSizeGb = from.MaxSizeGb }),
        new(MaxContext, static limits => limits.MaxContext is not null, static (to, from) => to with { MaxContext = from.MaxContext }),
        new(AllowModels, static limits => limits.AllowModels.Count > 0, static (to, from) => to with { AllowModels = from.AllowModels }),
        new(DenyModels, static limits => limits.DenyModels.Count > 0, static (to, from) => to with { DenyModels = from.DenyModels }),
        new(MaxConcurrency, static limits => limits.MaxConcurrency is not null, static (to, from) => to with { MaxConcurrency = from.MaxConcurrency }),
    ];

    /// <summary>The memory is one statement: whoever gives one of its two fields has said both.</summary>
    public bool IsMemory => Name is RamGb or VramGb;
}
