namespace LlmMcp.Contracts;

/// <summary>
/// Why an attempt failed, as the worker saw it. The class decides whether another attempt can help and whether the node is
/// to blame; the text beside it is for people.
/// </summary>
public static class ErrorClass
{
    /// <summary>The request itself is wrong (4xx other than 404, 408 and 429, or one of Ollama's 500s that a request causes). Retrying cannot help.</summary>
    public const string Request = "request";

    /// <summary>The node does not have the model (404). Another node may.</summary>
    public const string ModelMissing = "model_missing";

    /// <summary>No connection, or it broke before the first byte. Counts against the node.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The node answered 5xx. Counts against the node.</summary>
    public const string ServerError = "server_error";

    /// <summary>429, or 503 with a full queue. The node is well but busy; <c>Retry-After</c> is honoured.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The attempt took longer than its limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>The answer broke off after its first byte.</summary>
    public const string StreamBroken = "stream_broken";

    /// <summary>A key or a setting is missing on the worker. Retrying on this worker cannot help.</summary>
    public const string NotConfigured = "not_configured";

    /// <summary>Anything else, a defect of ours included.</summary>
    public const string Internal = "internal";

    /// <summary>True for the classes above; a worker may send any text.</summary>
    public static bool IsKnown(string? errorClass) => errorClass
        is Request or ModelMissing or Unreachable or ServerError or Overloaded or Timeout or StreamBroken or NotConfigured or Internal;

    /// <summary>True when another attempt would fail in the same way.</summary>
    public static bool IsFinal(string errorClass) => errorClass == Request;
}
