using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools;

/// <summary>Core's refusals with the next step for a model: which tool shows what it needs to ask again.</summary>
internal static class ToolFailures
{
    /// <summary>The refusal behind a failed call.</summary>
    public static ToolRefusedException Of(CoreFailure failure) => new(failure.Code, MessageOf(failure), failure.Hint ?? NextOf(failure));

    private static string MessageOf(CoreFailure failure) => failure.Kind switch
    {
        CoreFailureKind.Unreachable => $"The hub does not answer ({failure.Message}).",
        CoreFailureKind.NotCore => $"What answers at the hub's address is not llm-mcp ({failure.Message}).",
        _ => failure.Field is { Length: > 0 } field && !failure.Text.Contains(field, StringComparison.Ordinal) ? $"{failure.Text} ({field})" : failure.Text,
    };

    private static string NextOf(CoreFailure failure) => (failure.Code, failure.Status) switch
    {
        (CoreFailure.UnreachableCode, _) => "Try again in a minute; if it stays so, tell the user that llm-mcp's Core is not running. Jobs already accepted are kept.",
        (CoreFailure.NotCoreCode, _) => "Tell the user to check CORE_HTTP_URL of the bridge.",
        (_, 401 or 403) => "Tell the user that the bridge's INTERNAL_API_KEY is missing or not the hub's.",
        ("model_not_allowed", _) => "Choose another model, or leave `model` out and say a `quality`; llm_models shows what may run where.",
        ("no_model_available" or "routing_failed" or "no_eligible_device", _) =>
            "llm_models shows the models there are, llm_devices which machines are online. Ask for another quality, name a model, or drop a constraint; llm_route tells why without queueing anything.",
        ("device_not_found", _) => "llm_devices lists the devices.",
        ("already_final", _) => "It has ended already: llm_job_status shows how, llm_job_retry submits it anew.",
        ("not_final", _) => "It has not ended yet: wait with llm_job_wait, or cancel it with llm_job_cancel first.",
        ("no_api_key", _) => "Tell the user that the hub has no key for this provider.",
        ("too_many_streams" or "sync_running" or "database_unavailable", _) => Later(failure),
        (_, 404) => "llm_job_list shows the jobs there are; those that ended are removed after some days.",
        (_, 413) => "Send less at once: split the text, or send several requests.",
        (_, 429 or >= 500) => Later(failure),
        _ => failure.Field is { Length: > 0 } field ? $"Correct {field} and call again." : "Correct the arguments and call again.",
    };

    private static string Later(CoreFailure failure) => failure.RetryAfterSeconds is { } seconds
        ? $"Call again in {seconds} s."
        : "Call again a little later; if it stays so, tell the user to look at the hub's log.";
}
