using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Incidents;

/// <summary>Incidents and who watches for them.</summary>
internal sealed class IncidentStore(Database database)
{
    /// <summary>Lets one process watch: the one that does, or any when nobody does.</summary>
    public async Task<LeaseView> LeaseAsync(string holder, int seconds, CancellationToken cancellationToken)
    {
        await using var command = database.Command(IncidentSql.Lease).With("holder", holder).With("seconds", (double)seconds);
        var held = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        await using var watch = database.Command(IncidentSql.Watch);
        await using var row = await watch.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new LeaseView(held && row.GetString(0) == holder, row.GetInt64(2));
    }

    /// <summary>Lets another process watch at once.</summary>
    public async Task ReleaseAsync(string holder, CancellationToken cancellationToken)
    {
        await using var command = database.Command(IncidentSql.Release).With("holder", holder);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Everything a watcher has to know, of one moment.</summary>
    public async Task<WatchView> ReadAsync(string holder, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var (held, version, memory) = (false, 0L, default(JsonElement));
        await using (var command = Command(connection, transaction, IncidentSql.Watch))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            await row.ReadAsync(cancellationToken);
            (held, version, memory) = (row.GetString(0) == holder, row.GetInt64(2), Parse(row.GetString(3)));
        }

        var incidents = await IncidentsAsync(Command(connection, transaction, IncidentSql.Unsettled).With("limit", IncidentLimits.Unsettled), cancellationToken);
        var notes = new Dictionary<string, JsonElement>();
        await using (var command = Command(connection, transaction, IncidentSql.Notes))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                notes[row.GetString(0)] = Parse(row.GetString(1));
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return new WatchView(held, version, memory, incidents, notes);
    }

    /// <summary>Stores what a look led to; null when another process watches, or this was stored already.</summary>
    public async Task<RecordView?> RecordAsync(RecordRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var held = Command(connection, transaction, IncidentSql.Held).With("holder", request.Holder);
        if (await held.ExecuteScalarAsync(cancellationToken) is not long version || version != request.Version)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.Remember)
            .With("holder", request.Holder).With("version", version).With("memory", request.Memory.GetRawText()));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.Write).With("incidents", JsonSerializer.Serialize(request.Incidents, CoreJson.Options)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.WriteMessages).With("messages", JsonSerializer.Serialize(request.Messages, CoreJson.Options)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.DropOldest).With("most", IncidentLimits.Waiting));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.ForgetIncidents));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(IncidentSql.ForgetMessages));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RecordView(version + 1);
    }

    /// <summary>Remembers something small; false when another process watches.</summary>
    public async Task<bool> WriteNoteAsync(string name, NoteRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var held = Command(connection, transaction, IncidentSql.Held).With("holder", request.Holder);
        if (await held.ExecuteScalarAsync(cancellationToken) is not long)
        {
            return false;
        }

        await using var write = Command(connection, transaction, IncidentSql.WriteNote).With("name", name).With("value", request.Value.GetRawText());
        await write.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Incidents, the latest first.</summary>
    public async Task<IncidentList> ListAsync(string? state, string? rule, Guid? after, int count, CancellationToken cancellationToken)
    {
        var items = await IncidentsAsync(
            database.Command(IncidentSql.List).With("state", state, NpgsqlDbType.Text).With("rule", rule, NpgsqlDbType.Text)
                .With("after", after, NpgsqlDbType.Uuid).With("limit", count), cancellationToken);
        return new IncidentList(items, items.Count == count ? items[^1].Id : null);
    }

    /// <summary>Jobs that failed for good after a moment.</summary>
    public async Task<FailureList> FailuresAsync(DateTimeOffset after, int attempts, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command(IncidentSql.Failures).With("after", after.UtcDateTime).With("attempts", attempts).With("limit", count);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<FailureView>();
        while (await row.ReadAsync(cancellationToken))
        {
            items.Add(new FailureView(
                row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.IsDBNull(4) ? "" : row.GetString(4), row.GetFieldValue<DateTimeOffset>(5)));
        }

        return new FailureList(items);
    }

    private static async Task<List<IncidentRow>> IncidentsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var items = new List<IncidentRow>();
            while (await row.ReadAsync(cancellationToken))
            {
                items.Add(IncidentRow.Read(row));
            }

            return items;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql) => new(sql, connection, transaction);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
