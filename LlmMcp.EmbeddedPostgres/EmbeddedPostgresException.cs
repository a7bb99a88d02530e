namespace LlmMcp.EmbeddedPostgres;

/// <summary>Why the private PostgreSQL could not be started or kept running.</summary>
public enum EmbeddedPostgresFailure
{
    /// <summary>Neither server binaries nor npm were found, or what was found does not work.</summary>
    BinariesMissing,

    /// <summary>This operating system or account cannot host the server.</summary>
    Unsupported,

    /// <summary>Another live process owns the data; <see cref="EmbeddedPostgresException.OwnerProcessId"/> names it.</summary>
    DataInUse,

    /// <summary>The data directory holds something that was not made by us.</summary>
    ForeignData,

    /// <summary>The data directory cannot be created, read or written by this account, or its disk is full.</summary>
    DataUnusable,

    /// <summary>The data was made by another major version than the binaries found.</summary>
    VersionMismatch,

    /// <summary>initdb or the server itself failed; the message ends with what it printed.</summary>
    StartFailed,
}

/// <summary>The private PostgreSQL cannot run. The message says what to do next and is fit for an end user.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    internal EmbeddedPostgresException(EmbeddedPostgresFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>The kind of failure, for exit codes and tests.</summary>
    public EmbeddedPostgresFailure Failure { get; }

    /// <summary>The process that owns the data; set for <see cref="EmbeddedPostgresFailure.DataInUse"/> when it could be read.</summary>
    public int? OwnerProcessId { get; internal init; }
}
