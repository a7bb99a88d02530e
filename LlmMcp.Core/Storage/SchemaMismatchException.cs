namespace LlmMcp.Core.Storage;

/// <summary>Core must not work on this database; nothing was changed. The message says why and what to do.</summary>
public sealed class SchemaMismatchException : Exception
{
    internal SchemaMismatchException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
