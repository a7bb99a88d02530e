using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Incidents;

/// <summary>The outbox of incidents.</summary>
internal sealed class MessageStore(Database database)
{
    /// <summary>Hands out what is to be sent, the oldest first; null when another process watches.</summary>
    public async Task<ClaimedMessages?> ClaimAsync(ClaimMessagesRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var held = new NpgsqlCommand(IncidentSql.Held, connection, transaction).With("holder", request.Holder);
        if (await held.ExecuteScalarAsync(cancellationToken) is not long)
        {
            return null;
        }

        var messages = new List<(long Sequence, ClaimedMessage Message)>();
        await using (var command = new NpgsqlCommand(IncidentSql.ClaimMessages, connection, transaction)
            .With("holder", request.Holder).With("channels", request.Channels!.ToArray()).With("limit", request.Limit!.Value))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                messages.Add((row.GetInt64(8), new ClaimedMessage(
                    row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5),
                    row.GetInt32(6), row.GetFieldValue<DateTimeOffset>(7))));
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return new ClaimedMessages([.. messages.OrderBy(static entry => entry.Sequence).Select(static entry => entry.Message)]);
    }

    /// <summary>Keeps how sending ended; false when somebody else has the message by now.</summary>
    public async Task<bool> FinishAsync(FinishMessageRequest request, CancellationToken cancellationToken)
    {
        await using var command = database.Command(IncidentSql.FinishMessage)
            .With("id", request.Id).With("channel", request.Channel).With("holder", request.Holder).With("revision", request.Revision)
            .With("sent", request.Sent).With("external_id", request.ExternalId, NpgsqlDbType.Text).With("unsure", request.Unsure)
            .With("dropped", request.Dropped).With("error", request.Error, NpgsqlDbType.Text);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>How messages stand, the latest first.</summary>
    public async Task<MessageList> ListAsync(string? state, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command(IncidentSql.ListMessages).With("state", state, NpgsqlDbType.Text).With("limit", count);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<MessageView>();
        while (await row.ReadAsync(cancellationToken))
        {
            items.Add(new MessageView(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5),
                row.GetInt32(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetFieldValue<DateTimeOffset>(8)));
        }

        return new MessageList(items);
    }
}
