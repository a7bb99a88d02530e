namespace Grpc.Core;

/// <summary>What a caller may say about a call.</summary>
/// <param name="headers">Sent beside the request.</param>
/// <param name="deadline">When the caller stops waiting, in UTC; null when it never does.</param>
/// <param name="cancellationToken">Cancels the call, here and on the server.</param>
/// <param name="writeOptions">Hints for writing requests.</param>
public readonly struct CallOptions(
    Metadata? headers = null,
    DateTime? deadline = null,
    CancellationToken cancellationToken = default,
    WriteOptions? writeOptions = null)
{
    /// <summary>Sent beside the request.</summary>
    public Metadata? Headers { get; } = headers;

    /// <summary>When the caller stops waiting, in UTC.</summary>
    public DateTime? Deadline { get; } = deadline;

    /// <summary>Cancels the call, here and on the server.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Hints for writing requests.</summary>
    public WriteOptions? WriteOptions { get; } = writeOptions;

    /// <summary>The same with other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => new(headers, Deadline, CancellationToken, WriteOptions);

    /// <summary>The same with another deadline.</summary>
    public CallOptions WithDeadline(DateTime deadline) => new(Headers, deadline, CancellationToken, WriteOptions);

    /// <summary>The same with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => new(Headers, Deadline, cancellationToken, WriteOptions);

    /// <summary>The same with other hints.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => new(Headers, Deadline, CancellationToken, writeOptions);
}
