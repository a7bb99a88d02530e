namespace LlmMcp.Client;

/// <summary>What kind of failure a call met.</summary>
public enum CoreFailureKind
{
    /// <summary>Nothing answered, or not in time.</summary>
    Unreachable,

    /// <summary>Something answered that is not Core.</summary>
    NotCore,

    /// <summary>Core refused, and said why.</summary>
    Refused,
}

/// <summary>Why a call of Core brought no answer. Words for people are the front's own: it knows what its user can do next.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Code">Core's error code, such as <c>no_model_available</c>; one of <see cref="UnreachableCode"/> and <see cref="NotCoreCode"/> where Core said nothing.</param>
/// <param name="Message">Core's own words, or the reason there are none, without a full stop in the latter case.</param>
public sealed record CoreFailure(CoreFailureKind Kind, string Code, string Message)
{
    /// <summary>The code of <see cref="CoreFailureKind.Unreachable"/>.</summary>
    public const string UnreachableCode = "core_unreachable";

    /// <summary>The code of <see cref="CoreFailureKind.NotCore"/>.</summary>
    public const string NotCoreCode = "not_core";

    /// <summary>HTTP status; 0 when nothing answered.</summary>
    public int Status { get; init; }

    /// <summary>What Core adds for people where <see cref="Message"/> is a word that old clients know; null where it adds nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>The field of the request to change, where Core names one.</summary>
    public string? Field { get; init; }

    /// <summary>What to do next in Core's words, where it says so.</summary>
    public string? Hint { get; init; }

    /// <summary>Seconds after which another try makes sense, where Core says so.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>All Core says of it, in sentences.</summary>
    public string Text => Detail is { } detail ? $"{Message.TrimEnd('.')}. {detail}" : Message;

    /// <summary>True when the same call may succeed a moment later: Core is away, restarting or overloaded.</summary>
    public bool IsPassing => Kind == CoreFailureKind.Unreachable || Status is 429 or >= 500;
}

/// <summary>A call of Core brought no answer.</summary>
/// <param name="failure">Why.</param>
/// <param name="cause">What was thrown on the way there, where something was.</param>
public sealed class CoreCallException(CoreFailure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    /// <summary>Why.</summary>
    public CoreFailure Failure { get; } = failure;
}
