namespace LlmMcp.Simulator.Journal;

/// <summary>One model request as its node saw it. Times are those of the wall clock, so that they can be laid beside what other processes wrote down.</summary>
/// <param name="Path">Endpoint, such as <c>/api/chat</c>.</param>
/// <param name="Model">The model asked for; empty while the body is not read.</param>
/// <param name="Text">Beginning of what was said last: prompt, newest message or first text to embed.</param>
/// <param name="ArrivedAt">When its first byte was read.</param>
/// <param name="EndedAt">When its answer was complete or given up; null while it is at work.</param>
/// <param name="End">How it ended; null while it is at work.</param>
public sealed record JournalEntry(string Path, string Model, string Text, DateTimeOffset ArrivedAt, DateTimeOffset? EndedAt, RequestEnd? End);

/// <summary>How a model request ended.</summary>
public enum RequestEnd
{
    /// <summary>Answered to the last byte.</summary>
    Served,

    /// <summary>Answered with an error, or broken off by a fault.</summary>
    Failed,

    /// <summary>The connection ended before the answer did.</summary>
    Aborted,
}
