using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Workers;

/// <summary>What a worker says of itself.</summary>
internal sealed record WorkerIdentity(string Id, string Name, string Platform, string Arch, string Host, ReadOnlyMemory<byte> Tags)
{
    /// <summary>Longest id and name, in characters.</summary>
    public const int MaxText = 200;

    /// <summary>True for an id a worker can have: 1 to <see cref="MaxText"/> characters, none of them NUL, not blank.</summary>
    public static bool IsId(string? id) => !string.IsNullOrWhiteSpace(id) && id.Length <= MaxText && !id.Contains('\0', StringComparison.Ordinal);
}

/// <summary>The stream a worker is attached by.</summary>
/// <param name="Session">Names the stream; null for a worker that uses single calls.</param>
/// <param name="Instance">The process, as it names itself; empty when it does not.</param>
/// <param name="Alive">How long after its last sign of life another process under the id counts as alive.</param>
internal sealed record WorkerAttachment(Guid? Session, string Instance, TimeSpan Alive);

/// <summary>The workers table.</summary>
internal sealed class WorkerRegistry(Database database, FleetCache fleet)
{
    // The deployed worker polls every 1.5 s and its longest job is 6 minutes; ten minutes of silence is its own window.
    private const double SilentSeconds = 600;

    /// <summary>Writes or renews the row of a worker that uses single calls. What it said as it attached stays.</summary>
    public Task RegisterAsync(WorkerIdentity worker, CancellationToken cancellationToken) =>
        RegisterAsync(worker, [], "", new WorkerAttachment(null, "", TimeSpan.Zero), cancellationToken);

    /// <summary>
    /// Writes or renews the worker's one row. False, with nothing written, when another process is attached under its id and was
    /// heard of within <see cref="WorkerAttachment.Alive"/>, by whichever Core.
    /// </summary>
    public async Task<bool> RegisterAsync(
        WorkerIdentity worker, IEnumerable<string> kinds, string version, WorkerAttachment attachment, CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.Register)
            .With("id", worker.Id)
            .With("name", worker.Name)
            .With("platform", worker.Platform)
            .With("arch", worker.Arch)
            .With("host", worker.Host)
            .With("tags", worker.Tags.Length == 0 ? "{}"u8.ToArray() : worker.Tags.ToArray(), NpgsqlDbType.Jsonb)
            .With("kinds", kinds.ToArray())
            .With("version", version)
            .With("session", attachment.Session, NpgsqlDbType.Uuid)
            .With("instance", attachment.Instance)
            .With("alive_seconds", attachment.Alive.TotalSeconds);
        var registered = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        if (fleet.Current.Devices.Values.Any(static device => device.BaseUrl is { IsLoopback: true }))
        {
            // Who may use a node on a loopback address depends on the workers there are.
            await fleet.RefreshAsync(cancellationToken);
        }

        return registered;
    }

    /// <summary>The stream is over; its worker may come back, or another process under its id.</summary>
    public async Task StreamEndedAsync(string worker, Guid session, CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.StreamEnded).With("id", worker).With("session", session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>These workers are alive.</summary>
    public async Task SeenAsync(IReadOnlyCollection<string> workers, CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.Seen).With("ids", workers.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The worker closed its stream in good order and holds nothing.</summary>
    public async Task DetachAsync(string worker, Guid session, CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.Detach).With("id", worker).With("session", session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks workers offline that have been silent, and removes those nobody has seen for a week.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using (var silent = database.Command(WorkerSql.MarkSilent).With("silent_seconds", SilentSeconds))
        {
            await silent.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var forgotten = database.Command(WorkerSql.RemoveForgotten);
        await forgotten.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The workers known, those online first.</summary>
    public async Task<IReadOnlyList<WorkerView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.List);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var workers = new List<WorkerView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            workers.Add(new WorkerView(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetFieldValue<string[]>(5), reader.GetString(6), reader.GetString(7), reader.GetDateTime(8),
                reader.GetBoolean(9), reader.GetInt64(10)));
        }

        return workers;
    }

    /// <summary>Stores what a worker measured of a device; false when the device is unknown.</summary>
    public async Task<bool> AddMetricsAsync(string device, byte[] notes, CancellationToken cancellationToken)
    {
        await using var command = database.Command(WorkerSql.AddMetrics).With("device", device).With("notes", notes, NpgsqlDbType.Jsonb);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Stores a benchmark; false when the device is unknown.</summary>
    public async Task<bool> AddBenchmarkAsync(BenchmarkReport report, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(WorkerSql.AddBenchmark)
            .With("device", report.DeviceId)
            .With("model", report.ModelId)
            .With("ollama_model", ModelName.Canonical(Providers.Ollama, report.ModelId))
            .With("task_type", report.TaskType)
            .With("tokens_in", report.TokensIn)
            .With("tokens_out", report.TokensOut)
            .With("latency_ms", report.LatencyMs)
            .With("tps", (decimal)report.TokensPerSecond)
            .With("meta", report.Meta, NpgsqlDbType.Jsonb);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}

/// <summary>A worker as lists show it.</summary>
internal sealed record WorkerView(
    string Id, string Name, string Platform, string Arch, string Host, string[] Kinds, string Version, string Status, DateTime LastSeen,
    bool Attached, long Held);

/// <summary>One measurement of a model on a device.</summary>
internal sealed record BenchmarkReport(
    string DeviceId, string ModelId, string TaskType, int TokensIn, int TokensOut, int LatencyMs, double TokensPerSecond, byte[] Meta);
