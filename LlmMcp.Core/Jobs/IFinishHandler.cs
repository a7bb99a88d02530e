using Npgsql;

namespace LlmMcp.Core.Jobs;

/// <summary>An attempt that has just ended, as the handlers see it.</summary>
/// <param name="JobId">The job.</param>
/// <param name="ClaimNo">The claim the attempt was made under.</param>
/// <param name="Kind">The job's kind.</param>
/// <param name="Client">Name of the client key, or empty.</param>
/// <param name="Source">What the caller called itself.</param>
/// <param name="DeviceId">The device whose slot the claim held; null for kinds that need none.</param>
/// <param name="WorkerId">Who ran it.</param>
/// <param name="Succeeded">True when the job is done; false for a failed attempt, whether or not it is tried again.</param>
/// <param name="ErrorClass">One of <see cref="Contracts.ErrorClass"/> when it failed.</param>
/// <param name="Error">The error text when it failed.</param>
/// <param name="Result">UTF-8 JSON of the result when it succeeded.</param>
/// <param name="Metrics">UTF-8 JSON the worker reported.</param>
internal sealed record EndedAttempt(
    Guid JobId, long ClaimNo, string Kind, string Client, string Source, string? DeviceId, string WorkerId,
    bool Succeeded, string? ErrorClass, string? Error, ReadOnlyMemory<byte> Result, ReadOnlyMemory<byte> Metrics)
{
    /// <summary>The device had something to load before it could begin, as the claim saw it. Told of failures only.</summary>
    public bool ColdStart { get; init; }

    /// <summary>W3C trace context of the submit; null when nobody traced it.</summary>
    public string? Traceparent { get; init; }

    /// <summary>From the submit of the job to this end, by the database's clock.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The job ended with it; false when it is tried again.</summary>
    public bool IsLast { get; init; }
}

/// <summary>
/// What follows an ended attempt: costs, speed, circuit. Runs inside the transaction that records the outcome, so both are
/// stored or neither, and the queue never learns what a dollar is. The transaction may be undone after a handler ran: what cannot
/// be undone is returned for after the commit, or listens to <see cref="JobEvents.AttemptsEnded"/>.
/// </summary>
internal interface IFinishHandler
{
    /// <summary>
    /// Adds to a result before it is stored. Pure and quick: no I/O. Return <paramref name="result"/> itself to leave it.
    /// The claim may turn out to be lost afterwards, so nothing may be counted here.
    /// </summary>
    ReadOnlyMemory<byte> Enrich(ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> metrics) => result;

    /// <summary>Records what follows from the attempts, all of which were accepted. An exception undoes the whole batch.</summary>
    /// <returns>What to tell once it is committed, such as a log line; quick, and never throws. Null for nothing.</returns>
    Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> attempts, CancellationToken cancellationToken);
}
