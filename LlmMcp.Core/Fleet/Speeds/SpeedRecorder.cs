using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>
/// Learns from every answer how fast its model is on its device. A batch of jobs without a device costs nothing; a measurement
/// that would have to wait for another transaction is left out.
/// </summary>
internal sealed class SpeedRecorder(FleetCache cache) : IFinishHandler
{
    public async Task<Action?> OnEndedAsync(NpgsqlConnection connection, IReadOnlyList<EndedAttempt> attempts, CancellationToken cancellationToken)
    {
        var fleet = cache.Current;
        List<(EndedAttempt Attempt, FleetDevice Device, MeasuredAnswer Answer)>? measured = null;
        foreach (var attempt in attempts)
        {
            if (attempt is { Succeeded: true, DeviceId: { } id } && JobKinds.CallsModel(attempt.Kind)
                && fleet.Devices.TryGetValue(id, out var device) && MeasuredAnswer.Read(attempt.Metrics.Span, attempt.Result.Span) is { HasTokens: true } answer)
            {
                (measured ??= []).Add((attempt, device, answer));
            }
        }

        if (measured is null)
        {
            return null;
        }

        var asked = await AskedModels.ReadAsync(connection, measured.Select(static one => one.Attempt), cancellationToken);
        var samples = SpeedSample.Of(
            from one in measured
            let model = asked.NameOf(fleet, one.Device, one.Attempt.JobId, one.Answer.Model)
            where model is not null
            select (new SpeedKey(one.Device.Id, model, ModelSpeed.TaskOf(one.Attempt.Kind)), one.Device.Provider, one.Answer));
        if (samples.Count > 0)
        {
            await using var command = Command(connection, samples);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return null;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, IReadOnlyList<SpeedSample> samples) => new NpgsqlCommand(SpeedSql.Merge, connection)
        .With("devices", samples.Select(static sample => sample.Key.DeviceId).ToArray())
        .With("providers", samples.Select(static sample => sample.Provider).ToArray())
        .With("models", samples.Select(static sample => sample.Key.Model).ToArray())
        .With("task_types", samples.Select(static sample => sample.Key.TaskType).ToArray())
        .With("tps", samples.Select(static sample => sample.TokensPerSecond).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double)
        .With("latencies", samples.Select(static sample => sample.LatencyMs).ToArray())
        .With("first_tokens", samples.Select(static sample => sample.FirstTokenMs).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double)
        .With("loads", samples.Select(static sample => sample.LoadMs).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double)
        .With("shares", samples.Select(static sample => sample.Share).ToArray())
        .With("answers", samples.Select(static sample => sample.Answers).ToArray());
}
