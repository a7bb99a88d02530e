namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Why a model may not run on a device: the deployed system's codes, in the order in which they are looked for.</summary>
internal static class LimitReason
{
    public const string NotOnDevice = "model_not_on_device";
    public const string NotAvailable = "model_not_available";
    public const string Disabled = "model_disabled";
    public const string NotInAllowList = "model_not_in_allowlist";
    public const string Denied = "model_denied";
    public const string ParamsTooLarge = "model_params_too_large";
    public const string ParamsUnknown = "model_params_unknown";
    public const string SizeTooLarge = "model_size_too_large";
    public const string SizeUnknown = "model_size_unknown";
    public const string ContextTooLarge = "model_context_too_large";
    public const string ContextUnknown = "model_context_unknown";

    /// <summary>The reason as a sentence about <paramref name="model"/>, for people.</summary>
    public static string Describe(string reason, string model, DeviceLimits limits, CatalogueModel? facts) => reason switch
    {
        NotOnDevice => $"The device does not have {model}.",
        NotAvailable => $"The device had {model}, but no longer has it.",
        Disabled => $"An operator has disabled {model}; PUT /v1/models changes that.",
        NotInAllowList => $"{model} is not among the device's allow_models.",
        Denied => $"{model} is among the device's deny_models.",
        ParamsTooLarge => $"{model} has {facts?.ParamsB} billion parameters, the device allows {limits.MaxParamsB}.",
        SizeTooLarge => $"{model} takes {ModelPermit.Gigabytes(facts?.SizeBytes):0.#} GB, the device allows {limits.MaxSizeGb}.",
        ContextTooLarge => $"{model} has a context of {facts?.Context} tokens, the device allows {limits.MaxContext}.",
        ParamsUnknown or SizeUnknown or ContextUnknown => $"What the device limits is unknown of {model}, and STRICT_MODEL_LIMITS forbids that.",
        _ => $"{model} is not allowed there.",
    };
}
