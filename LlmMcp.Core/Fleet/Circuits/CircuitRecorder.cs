using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>
/// Tells the breaker how attempts ended, in the transaction that records them.
/// <code>
/// 1 per attempt: success, failure, no connection, or nothing (CircuitPolicy)
/// 2 connections are counted per worker and device; a failed one counts against the device only when no other worker reaches it
/// 3 per device: a success closes, the third failure in a row opens, the probe's end decides a probing circuit
/// 4 what changed is told to every Core by the commit, and to the log and the meter after it
/// </code>
/// </summary>
internal sealed class CircuitRecorder(CoreIdentity identity, LlmMcpTelemetry telemetry, ILogger<CircuitRecorder> logger) : IFinishHandler
{
    // Enough to see what it is about; the whole text stands with the attempt.
    private const int MaxError = 500;

    public async Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> attempts, CancellationToken cancellationToken)
    {
        var facts = AttemptFacts.Of(attempts);                                                           // 1
        if (facts.Count == 0)
        {
            return null;
        }

        var unreached = await RecordReachAsync(connection, facts, cancellationToken);                    // 2
        var changes = await RecordAsync(connection, facts, unreached, cancellationToken);                // 3
        if (changes.Count > 0 || unreached.Count > 0)
        {
            await using var notify = new NpgsqlCommand(JobSql.Notify, connection)                        // 4
                .With("message", JobNotification.Devices(identity.Id));
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }

        return changes.Count == 0 ? null : () => changes.ForEach(Tell);
    }

    /// <summary>Devices no other worker reaches; true when the ones that failed have given up, too.</summary>
    private static async Task<Dictionary<string, bool>> RecordReachAsync(
        NpgsqlConnection connection, List<AttemptFacts> facts, CancellationToken cancellationToken)
    {
        var telling = facts.FindAll(static fact => fact.Connected || fact.Verdict == CircuitVerdict.Unreachable);
        var unreached = new Dictionary<string, bool>();
        if (telling.Count == 0)
        {
            return unreached;
        }

        await using var command = new NpgsqlCommand(CircuitSql.RecordReach, connection)
            .With("workers", Column(telling, static fact => fact.Attempt.WorkerId))
            .With("devices", Column(telling, static fact => fact.Attempt.DeviceId!))
            .With("connected", Column(telling, static fact => fact.Connected))
            .With("opens_at", Circuit.OpensAt)
            .With("rest_seconds", Circuit.Rest.TotalSeconds);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            unreached.Add(rows.GetString(0), rows.GetBoolean(1));
        }

        return unreached;
    }

    private static async Task<List<CircuitChange>> RecordAsync(
        NpgsqlConnection connection, List<AttemptFacts> facts, Dictionary<string, bool> unreached, CancellationToken cancellationToken)
    {
        var counted = facts.ConvertAll(Counts);
        if (counted.Contains(true))
        {
            await using var ensure = new NpgsqlCommand(CircuitSql.Ensure, connection)
                .With("devices", facts.Where((_, i) => counted[i]).Select(static fact => fact.Attempt.DeviceId!).Distinct().ToArray());
            await ensure.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(CircuitSql.Record, connection)
            .With("devices", Column(facts, static fact => fact.Attempt.DeviceId!))
            .With("jobs", Column(facts, static fact => fact.Attempt.JobId))
            .With("claims", Column(facts, static fact => fact.Attempt.ClaimNo))
            .With("succeeded", Column(facts, static fact => fact.Verdict == CircuitVerdict.Success))
            .With("counted", counted.ToArray())
            .With("lost", Column(facts, fact => unreached.GetValueOrDefault(fact.Attempt.DeviceId!)))
            .With("errors", Column(facts, static fact => Bounded(fact.Attempt.Error)), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With("opens_at", Circuit.OpensAt);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var changes = new List<CircuitChange>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var change = new CircuitChange(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.GetString(4), rows.GetBoolean(5));
            if (change.Before != change.After)
            {
                changes.Add(change);
            }
        }

        return changes;

        bool Counts(AttemptFacts fact) =>
            fact.Verdict == CircuitVerdict.Failure
            || (fact.Verdict == CircuitVerdict.Unreachable && unreached.ContainsKey(fact.Attempt.DeviceId!));
    }

    private void Tell(CircuitChange change)
    {
        switch (change)
        {
            case { Before: "closed", After: "open" }:
                telemetry.CircuitOpened(change.DeviceId);
                CircuitLog.Opened(logger, change.DeviceId, change.Failures, Circuit.Rest.TotalMinutes, change.Error);
                break;
            case { Before: "probing", After: "open", ProbeFailed: true }:
                CircuitLog.ProbeFailed(logger, change.DeviceId, Circuit.Rest.TotalMinutes, change.Error);
                break;
            case { Before: "probing", After: "open" }:
                CircuitLog.ProbeSilent(logger, change.DeviceId);
                break;
            case { Before: not "closed", After: "closed" }:
                CircuitLog.Closed(logger, change.DeviceId);
                break;
        }
    }

    private static string? Bounded(string? error)
    {
        var clean = error?.Replace("\0", "", StringComparison.Ordinal);
        return clean?.Length > MaxError ? clean[..MaxError] : clean;
    }

    private static T[] Column<T>(List<AttemptFacts> facts, Func<AttemptFacts, T> read) => [.. facts.Select(read)];

    private readonly record struct CircuitChange(string DeviceId, string Before, string After, int Failures, string Error, bool ProbeFailed);
}
