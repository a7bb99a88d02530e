using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.CoreApi;

/// <summary>What went wrong between this program and Core, in words, with the next step for each case.</summary>
internal static class CoreFailureTexts
{
    public static CommandFailedException Of(CoreAddress address, CoreFailure failure) => failure.Kind switch
    {
        CoreFailureKind.Unreachable => Unreachable(address, failure.Message),
        CoreFailureKind.NotCore => NotCore(address, failure),
        _ => new CommandFailedException(failure.Code, failure.Text, failure.Hint ?? HintFor(failure, address)) { IsPassing = failure.IsPassing },
    };

    public static CommandFailedException Unreachable(CoreAddress address, string reason) => new(
        CoreFailure.UnreachableCode,
        $"Core does not answer at {address.Display}: {reason}.",
        address.IsDefault
            ? "Start it with `llm-mcp up`, or name another address with --url or LLM_MCP_URL."
            : $"The address comes from {address.Origin}. `llm-mcp doctor` looks closer.",
        ExitCodes.CoreUnreachable)
    {
        IsPassing = true,
    };

    public static CommandFailedException NoJobId() =>
        new(CoreFailure.NotCoreCode, "The answer names no job.", "Is this address an llm-mcp Core? `llm-mcp doctor` checks.");

    /// <summary>A job's stream was lost and did not come back.</summary>
    public static CommandFailedException Lost(CoreAddress address, string jobId, string reason) => new(
        CoreFailure.UnreachableCode,
        $"Lost Core at {address.Display} and could not come back: {reason}.",
        $"The job goes on without us. `llm-mcp jobs watch {jobId}` follows it again.",
        ExitCodes.CoreUnreachable);

    private static CommandFailedException NotCore(CoreAddress address, CoreFailure failure) => new(
        failure.Code,
        $"What answers at {address.Display} is not llm-mcp Core ({failure.Message}).",
        "`llm-mcp doctor` shows what listens there; --url names another address.")
    {
        // A proxy in front of a Core that restarts.
        IsPassing = failure.IsPassing,
    };

    private static string? HintFor(CoreFailure failure, CoreAddress address) => (failure.Code, failure.Status) switch
    {
        (_, 401 or 403) => address.Key is null
            ? "Core wants a key: --key or LLM_MCP_KEY."
            : "The key was not accepted; check --key, LLM_MCP_KEY and INTERNAL_API_KEY.",
        ("device_not_found", _) => "`llm-mcp devices` lists them.",
        ("model_not_allowed", _) => "`llm-mcp devices show ID` shows the limits of a device.",
        (_, 404) => "`llm-mcp jobs list` shows the jobs that exist; finished ones are removed after a while.",
        (_, 429) => "Wait a little and try again.",
        ("already_final", _) => "`llm-mcp jobs retry ID` submits it anew.",
        ("routing_failed" or "no_model_available", _) => "`llm-mcp doctor` shows which nodes are reachable and which models they have.",
        (_, >= 500) => "Core's log says more; `llm-mcp doctor` checks its surroundings.",
        _ => null,
    };
}
