namespace LlmMcp.Worker.Execution;

/// <summary>
/// An attempt's failure, already classified. Model clients must throw (their interface has no other way to fail);
/// <see cref="AttemptRunner"/> turns it into an outcome.
/// </summary>
public sealed class AttemptFailedException(string errorClass, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>One of <see cref="Contracts.ErrorClass"/>.</summary>
    public string ErrorClass { get; } = errorClass;

    /// <summary>How long the server asked to wait, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
