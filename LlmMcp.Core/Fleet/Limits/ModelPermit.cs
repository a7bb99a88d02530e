namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// Whether a device may run a model. The one place where that is decided: its answer is stored with the device's models, and
/// doors, routing and claim read it there.
/// </summary>
internal static class ModelPermit
{
    private const decimal Gigabyte = 1024m * 1024 * 1024;

    /// <summary>The first reason against it (<see cref="LimitReason"/>); null when it may run. Limits are inclusive.</summary>
    /// <param name="limits">What counts for the device.</param>
    /// <param name="model">The model there; null when the device never had it.</param>
    /// <param name="strict">A limit forbids a model of which the limited measure is unknown.</param>
    public static string? Check(DeviceLimits limits, ModelFacts? model, bool strict) => model switch
    {
        null => LimitReason.NotOnDevice,
        { Available: false } => LimitReason.NotAvailable,
        { Disabled: true } => LimitReason.Disabled,
        _ when limits.AllowModels.Count > 0 && !Names(limits.AllowModels, model) => LimitReason.NotInAllowList,
        _ when Names(limits.DenyModels, model) => LimitReason.Denied,
        _ => Measure(limits.MaxParamsB, model.ParamsB, LimitReason.ParamsTooLarge, LimitReason.ParamsUnknown, strict)
            ?? Measure(limits.MaxSizeGb, Gigabytes(model.SizeBytes), LimitReason.SizeTooLarge, LimitReason.SizeUnknown, strict)
            ?? Measure(limits.ContextIsDerived ? null : limits.MaxContext, model.Context, LimitReason.ContextTooLarge, LimitReason.ContextUnknown, strict),
    };

    /// <summary>Bytes in GB (1024³).</summary>
    public static decimal? Gigabytes(long? bytes) => bytes / Gigabyte;

    private static string? Measure(decimal? limit, decimal? measure, string tooLarge, string unknown, bool strict) =>
        limit is null ? null
        : measure is null ? (strict ? unknown : null)
        : measure > limit ? tooLarge
        : null;

    // As the deployed system's exact names, and as people abbreviate them: on Ollama `qwen3` is `qwen3:latest`.
    private static bool Names(IReadOnlyList<string> names, ModelFacts model) =>
        names.Any(name => ModelName.Comparer.Equals(ModelName.Canonical(model.Provider, name), model.Id));
}

/// <summary>A model on a device.</summary>
/// <param name="Provider">One of <see cref="Contracts.Providers"/>.</param>
/// <param name="Id">Canonical name.</param>
/// <param name="Available">The device has it now.</param>
/// <param name="ParamsB">Billions of parameters; null when unknown.</param>
/// <param name="SizeBytes">Size of its file; null when unknown.</param>
/// <param name="Context">Longest context in tokens; null when unknown.</param>
internal sealed record ModelFacts(string Provider, string Id, bool Available, decimal? ParamsB, long? SizeBytes, int? Context)
{
    /// <summary>An operator does not want it to run anywhere.</summary>
    public bool Disabled { get; init; }
}
