using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>How an attempt ended.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>The attempt succeeded; both documents are UTF-8 JSON objects.</summary>
    public sealed record Done(ReadOnlyMemory<byte> ResultJson, ReadOnlyMemory<byte> MetricsJson) : JobOutcome;

    /// <summary>The attempt failed.</summary>
    /// <param name="Error">Text for people, at most a few kilobytes.</param>
    /// <param name="ErrorClass">One of <see cref="Contracts.ErrorClass"/>.</param>
    /// <param name="RetryAfter">How long the server asked to wait, if it did.</param>
    /// <param name="MetricsJson">UTF-8 JSON object; empty when nothing was measured.</param>
    public sealed record Failed(string Error, string ErrorClass, TimeSpan? RetryAfter = null, ReadOnlyMemory<byte> MetricsJson = default) : JobOutcome;
}
