using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Storage;

/// <summary>Where PostgreSQL is.</summary>
internal sealed class StorageOptions
{
    /// <summary><c>ConnectionStrings:llmdb</c>: a <c>postgres://</c> URL or Npgsql's own form. Required; it holds a password.</summary>
    public string Connection { get; set; } = "";
}

/// <summary>Refuses to start without a database to go to.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Connection))
        {
            return ValidateOptionsResult.Fail("ConnectionStrings:llmdb (or DB_DSN) is not set: where is PostgreSQL? `llm-mcp up` starts a private one by itself.");
        }

        try
        {
            ConnectionStrings.Parse(options.Connection);
            return ValidateOptionsResult.Success;
        }
        catch (FormatException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }
}
