using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Benchmarks;

/// <summary>
/// Keeps what a benchmark job measured, in the transaction that ends it: once per job, or not at all. A worker whose metrics do
/// not name the model is of the deployed system and reports its benchmarks by a call of its own.
/// </summary>
internal sealed class BenchmarkRecorder(FleetCache cache) : IFinishHandler
{
    public async Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> attempts, CancellationToken cancellationToken)
    {
        List<Measured>? measured = null;
        foreach (var attempt in attempts)
        {
            if (attempt is { Succeeded: true, DeviceId: { } id } && MayBeBenchmark(attempt) && cache.Current.Devices.TryGetValue(id, out var device)
                && MeasuredAnswer.Read(attempt.Metrics.Span, attempt.Result.Span) is { IsFromMetrics: true } answer)
            {
                (measured ??= []).Add(new Measured(attempt, device, answer));
            }
        }

        if (measured is null)
        {
            return null;
        }

        var asked = await AskedModels.ReadAsync(connection, measured.Select(static one => one.Attempt), cancellationToken);
        await using var command = new NpgsqlCommand(BenchmarkSql.Record, connection)
            .With("jobs", measured.Select(static one => one.Attempt.JobId).ToArray())
            .With("devices", measured.Select(static one => one.Device.Id).ToArray())
            .With("models", measured.Select(one => NameOf(asked, one)).ToArray())
            .With("task_types", measured.Select(static one => ModelSpeed.TaskOf(one.Attempt.Kind)).ToArray())
            .With("tokens_in", measured.Select(static one => (int)one.Answer.TokensIn).ToArray())
            .With("tokens_out", measured.Select(static one => (int)one.Answer.TokensOut).ToArray())
            .With("latencies", measured.Select(static one => (int)Math.Round(one.Answer.WarmMs)).ToArray())
            .With("tps", measured.Select(static one => JobKinds.IsEmbedding(one.Attempt.Kind) ? 0 : Math.Round((decimal)(one.Answer.TokensPerSecond ?? 0), 3)).ToArray())
            .With("metas", measured.Select(static one => one.Answer.ToMeta()).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
            .With("by_kind", measured.Select(static one => IsBenchmarkKind(one.Attempt.Kind)).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    // Anybody may call himself "benchmark"; the statement asks whether a run was started.
    private static bool MayBeBenchmark(EndedAttempt attempt) =>
        IsBenchmarkKind(attempt.Kind) || (attempt.Source == BenchmarkJobs.Source && JobKinds.CallsModel(attempt.Kind));

    private static bool IsBenchmarkKind(string kind) => kind is JobKinds.BenchmarkOllamaGenerate or JobKinds.BenchmarkOllamaEmbed;

    private string NameOf(AskedModels asked, Measured one) =>
        asked.NameOf(cache.Current, one.Device, one.Attempt.JobId, one.Answer.Model) ?? ModelName.Canonical(one.Device.Provider, one.Answer.Model);

    private readonly record struct Measured(EndedAttempt Attempt, FleetDevice Device, MeasuredAnswer Answer);
}
