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

/// <summary>The workers table.</summary>
internal sealed class WorkerRegistry(Database database)
{
    // The deployed worker polls every 1.5 s and its longest job is 6 minutes; ten minutes of silence is its own window.
    private const double SilentSeconds = 600;

    /// <summary>Writes or renews the worker's one row; <paramref name="session"/> names the stream it is attached by.</summary>
    public async Task RegisterAsync(WorkerIdentity worker, IEnumerable<string> kinds, string version, Guid? session, CancellationToken cancellationToken)
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
            .With("session", session, NpgsqlDbType.Uuid);
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
