using System.Diagnostics;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Debug;

/// <summary>
/// Goes the whole way once: database, fleet, queue. Its job is stored, read and canceled inside one transaction that is rolled
/// back, so no worker can ever see it and nothing is left of it.
/// </summary>
internal sealed class SmokeTest(Database database, FleetCache fleet, NodeHttp nodes, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(2);

    private const int PingsAtOnce = 32;
    private const string Pass = "pass";
    private const string Warn = "warn";
    private const string Fail = "fail";

    /// <summary>Runs all tests, ten seconds at most.</summary>
    public async Task<SmokeReport> RunAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var start = time.GetTimestamp();
        var issues = new List<string>();
        var results = new List<SmokeResult>
        {
            await TryAsync("db_ping", Fail, "Database unreachable", issues, () => PingAsync(limit.Token)),
            await TryAsync("db_read", Warn, null, issues, () => ReadAsync(limit.Token)),
            await PingNodesAsync(issues, limit.Token),
            await TryAsync("job_create", Fail, "Cannot create jobs in database", issues, () => StoreJobAsync(limit.Token)),
        };
        cancellationToken.ThrowIfCancellationRequested();
        var worst = results.Exists(static result => result.Status == Fail) ? Fail : results.Exists(static result => result.Status == Warn) ? Warn : Pass;
        return new SmokeReport(worst, Milliseconds(start), results, issues);
    }

    private async Task<SmokeResult> TryAsync(string name, string failed, string? issue, List<string> issues, Func<Task<string>> test)
    {
        var start = time.GetTimestamp();
        try
        {
            return new SmokeResult(name, Pass, Milliseconds(start), await test());
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException or OperationCanceledException or UnreachableException)
        {
            if (issue is not null)
            {
                issues.Add(issue);
            }

            return new SmokeResult(name, failed, Milliseconds(start), exception switch
            {
                PostgresException refused => refused.MessageText,
                UnreachableException broken => broken.Message,
                _ => "The database does not answer.",
            });
        }
    }

    private async Task<string> PingAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(DebugSql.Ping);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return "PostgreSQL connected";
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(DebugSql.Count);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return $"Read {row.GetInt64(0)} devices, {row.GetInt64(1)} models";
    }

    private async Task<SmokeResult> PingNodesAsync(List<string> issues, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var online = fleet.Current.Devices.Values.Where(static device => device is { Online: true, IsCloud: false }).OrderBy(static device => device.Id, StringComparer.Ordinal).ToList();
        var mistakes = new string?[online.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PingsAtOnce };
        await Parallel.ForAsync(0, online.Count, limits, async (index, _) => mistakes[index] = await PingNodeAsync(online[index], cancellationToken));
        issues.AddRange(mistakes.OfType<string>());
        var reached = mistakes.Count(static mistake => mistake is null);
        return new SmokeResult("ollama_ping", reached == online.Count ? Pass : Warn, Milliseconds(start), $"{reached}/{online.Count} hosts reachable");
    }

    private async Task<string?> PingNodeAsync(FleetDevice device, CancellationToken cancellationToken)
    {
        try
        {
            var question = device.Provider == Providers.Ollama ? NodeQuestion.Tags : NodeQuestion.CompatModels;
            return await nodes.AskAsync<object>(new NodeRoute(device.BaseUrl!, device.HostHeader), question, PingLimit, cancellationToken) is null
                ? $"Host '{device.Name}' answers, but not as a model server"
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return $"Host '{device.Name}' unreachable (timeout {PingLimit.TotalSeconds:0}s)";
        }
    }

    private async Task<string> StoreJobAsync(CancellationToken cancellationToken)
    {
        var job = new NewJob
        {
            Kind = "debug.test", Block = "debug.test", Payload = """{"smoke_test":true}"""u8.ToArray(), Priority = -1, Source = "debug", MaxAttempts = 1,
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { JobSubmitter.InsertCommand([job]) } })
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        var stored = await StatusAsync(connection, job.Id, cancellationToken);
        await using (var cancel = new NpgsqlCommand(JobSql.Cancel, connection).With("id", job.Id))
        {
            await cancel.ExecuteNonQueryAsync(cancellationToken);
        }

        var ended = await StatusAsync(connection, job.Id, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return (stored, ended) == (JobStatus.Queued, JobStatus.Canceled)
            ? $"Job {job.Id.ToString()[..8]} created and cleaned"
            : throw new UnreachableException($"The job was {stored} after its insert and {ended} after its cancel.");
    }

    private static async Task<string?> StatusAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DebugSql.ReadJob, connection).With("id", id);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private long Milliseconds(long start) => (long)Math.Round(time.GetElapsedTime(start).TotalMilliseconds);
}

/// <summary>The answer of <c>POST /v1/debug/test</c>: pass, warn or fail.</summary>
internal sealed record SmokeReport(string Status, long DurationMs, IReadOnlyList<SmokeResult> Results, IReadOnlyList<string> Issues);

/// <summary>One test.</summary>
internal sealed record SmokeResult(string Name, string Status, long Ms, string Detail);
