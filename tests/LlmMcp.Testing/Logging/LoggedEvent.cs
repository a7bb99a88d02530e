using Microsoft.Extensions.Logging;

namespace LlmMcp.Testing;

/// <summary>One log line of warning level or above, as <see cref="ErrorLogGuard"/> keeps it.</summary>
public sealed record LoggedEvent(LogLevel Level, string Category, EventId Id, string Message, Exception? Exception)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Level} {Category} [{Id}] {Message}{(Exception is null ? "" : $"\n{Exception}")}";
}
