using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// Makes the database say what the entries mean: the limits that count for each device, which models they forbid, how many
/// slots there are. Within the transaction that changed devices, models or entries, so that nobody sees the one without the other.
/// </summary>
internal sealed class LimitWriter(LimitSettings settings, IOptions<LimitOptions> limits, IOptions<FleetOptions> fleet)
{
    private static readonly TimeSpan ShortestForget = TimeSpan.FromMinutes(10);

    private static readonly string Core = Environment.MachineName;

    /// <summary>Applies everything. The caller holds <see cref="FleetSql.Lock"/> and commits.</summary>
    public async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await WriteSettingsAsync(connection, await settings.ReadAsync(cancellationToken), cancellationToken);
        await WriteLimitsAsync(connection, await ResolveAsync(connection, cancellationToken), cancellationToken);
        await connection.RunAsync(Slots(FleetSql.RemoveSlots), cancellationToken);
        await connection.RunAsync(Slots(FleetSql.AddSlots), cancellationToken);
        await connection.RunAsync(Slots(FleetSql.RetireSlots), cancellationToken);
    }

    private async Task WriteSettingsAsync(NpgsqlConnection connection, LimitDocument document, CancellationToken cancellationToken)
    {
        await connection.RunAsync(document is { Entries.Count: 0, Mistakes.Count: 0 }
            ? new NpgsqlBatchCommand(LimitSql.RemoveSettings).With("core", Core)
            : new NpgsqlBatchCommand(LimitSql.WriteSettings)
                .With("core", Core)
                .With("entries", document.Entries is { } entries ? JsonSerializer.Serialize(entries, CoreJson.Options) : null, NpgsqlDbType.Jsonb)
                .With("mistakes", document.Mistakes.ToArray()), cancellationToken);
        var forget = fleet.Value.ForgetAfter(ShortestForget);
        await connection.RunAsync(new NpgsqlBatchCommand(LimitSql.ForgetSettings).With("forget_seconds", forget.TotalSeconds), cancellationToken);
    }

    private static async Task<Dictionary<string, ResolvedLimits>> ResolveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var entries = await LimitReader.ReadEntriesAsync(connection, cancellationToken);
        var devices = await connection.ListAsync(
            new(LimitSql.ListDevices),
            static row => new LimitedDevice(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2)), cancellationToken);
        return devices
            .Select(device => LimitInheritance.Resolve(device, entries))
            .Where(static resolved => resolved.Sources.Count > 0)
            .ToDictionary(static resolved => resolved.DeviceId);
    }

    private async Task WriteLimitsAsync(NpgsqlConnection connection, Dictionary<string, ResolvedLimits> resolved, CancellationToken cancellationToken)
    {
        var rows = JsonSerializer.Serialize(resolved.Values.Select(Row), CoreJson.Options);
        await connection.RunAsync(new NpgsqlBatchCommand(LimitSql.RemoveEffective).With("rows", rows, NpgsqlDbType.Jsonb), cancellationToken);
        await connection.RunAsync(new NpgsqlBatchCommand(LimitSql.WriteEffective).With("rows", rows, NpgsqlDbType.Jsonb), cancellationToken);

        var strict = limits.Value.IsStrict;
        var models = await connection.ListAsync(new(LimitSql.ListModels), ReadModel, cancellationToken);
        var changed = models
            .Select(model => (model.DeviceId, model.Facts.Id, Known: model.Forbidden, Reason: ModelPermit.Check(
                resolved.TryGetValue(model.DeviceId, out var own) ? own.Limits : DeviceLimits.None, model.Facts, strict)))
            .Where(static verdict => verdict.Known != verdict.Reason)
            .ToList();
        if (changed.Count > 0)
        {
            await connection.RunAsync(new NpgsqlBatchCommand(LimitSql.WriteForbidden)
                .With("devices", changed.Select(static verdict => verdict.DeviceId).ToArray())
                .With("models", changed.Select(static verdict => verdict.Id).ToArray())
                .With("reasons", changed.Select(static verdict => verdict.Reason).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), cancellationToken);
        }
    }

    private static object Row(ResolvedLimits resolved) => new
    {
        resolved.DeviceId,
        resolved.Limits.RamGb,
        resolved.Limits.VramGb,
        resolved.Limits.MaxParamsB,
        resolved.Limits.MaxSizeGb,
        resolved.Limits.MaxContext,
        ContextDerived = resolved.Limits.ContextIsDerived,
        resolved.Limits.AllowModels,
        resolved.Limits.DenyModels,
        resolved.Limits.MaxConcurrency,
        resolved.Sources,
    };

    private static (string DeviceId, ModelFacts Facts, string? Forbidden) ReadModel(NpgsqlDataReader row) => (
        row.GetString(0),
        new ModelFacts(
            row.GetString(1), row.GetString(2), Available: true, row.IsDBNull(3) ? null : row.GetDecimal(3), row.IsDBNull(4) ? null : row.GetInt64(4),
            row.IsDBNull(5) ? null : row.GetInt32(5))
        {
            Disabled = row.GetBoolean(7),
        },
        row.IsDBNull(6) ? null : row.GetString(6));

    private NpgsqlBatchCommand Slots(string sql) => new NpgsqlBatchCommand(sql)
        .With("slots", fleet.Value.MaxConcurrency)
        .With("cloud_slots", fleet.Value.CloudConcurrency);
}
