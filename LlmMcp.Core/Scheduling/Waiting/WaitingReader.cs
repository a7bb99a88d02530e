using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>Reads what waits and runs from the database.</summary>
internal sealed class WaitingReader(Database database, ClaimTaker taker)
{
    /// <summary>A job with more than this many before it has no place that is told.</summary>
    public const int MaxPosition = 10_000;

    // Index entries read in one go, however many lanes they are spread over.
    private const int MaxEntries = 50_000;
    private const int MaxEntriesWithoutIds = 20_000;
    private const int LeastPerLane = 20;

    /// <summary>The picture now; with <paramref name="withIds"/> each lane tells its jobs.</summary>
    public async Task<WaitingPicture> ReadAsync(bool withIds, CancellationToken cancellationToken)
    {
        // Read first: what is submitted after this moment may be missing, and says so by its own time.
        await using var connection = await database.OpenAsync(cancellationToken);
        var (takenAt, slots, kinds) = await ReadFleetAsync(connection, cancellationToken);
        var heads = (await taker.ListLanesAsync(ClaimTaker.BeforeAllLanes, cancellationToken))
            .Select(static head => (head.Lane, Block: WorkBlock.Parse(head.Lane.Block), head.Head))
            .Where(static head => head.Block.NeedsSlot)
            .ToList();
        return heads.Count == 0 && slots.TrueForAll(static slot => slot.Running is null)
            ? WaitingPicture.Empty with { TakenAt = takenAt, HasIds = true }
            : new WaitingPicture(takenAt, await CountAsync(connection, heads, withIds, cancellationToken), slots, kinds, withIds);
    }

    private static async Task<(DateTime TakenAt, List<SlotState> Slots, HashSet<string> Kinds)> ReadFleetAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(WaitingSql.Now),
                new NpgsqlBatchCommand(WaitingSql.ListSlots),
                new NpgsqlBatchCommand(WaitingSql.ListServedKinds).With("deployed", JobKinds.OfDeployedSystem.ToArray()),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var takenAt = rows.GetDateTime(0);
        await rows.NextResultAsync(cancellationToken);
        var slots = await rows.ListAsync(ReadSlot, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var kinds = await rows.ListAsync(static row => row.GetString(0), cancellationToken);
        return (takenAt, slots, [.. kinds]);
    }

    private static SlotState ReadSlot(NpgsqlDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? null : new RunningWork(row.GetString(1), row.IsDBNull(2) ? "" : row.GetString(2), row.GetDouble(3)));

    private static async Task<List<WaitingLane>> CountAsync(
        NpgsqlConnection connection, List<(Lane Lane, WorkBlock Block, Guid Head)> heads, bool withIds, CancellationToken cancellationToken)
    {
        if (heads.Count == 0)
        {
            return [];
        }

        var limit = Math.Clamp((withIds ? MaxEntries : MaxEntriesWithoutIds) / heads.Count, LeastPerLane, MaxPosition + 1);
        await using var command = new NpgsqlCommand(WaitingSql.CountLanes, connection)
            .With("blocks", heads.Select(static head => head.Lane.Block).ToArray())
            .With("ranks", heads.Select(static head => head.Lane.Rank).ToArray())
            .With("clients", heads.Select(static head => head.Lane.Client).ToArray())
            .With("sources", heads.Select(static head => head.Lane.Source).ToArray())
            .With("heads", heads.Select(static head => head.Head).ToArray())
            .With("limit", limit)
            .With("with_ids", withIds);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ListAsync(
            row =>
            {
                var head = heads[(int)row.GetInt64(0) - 1];
                var count = row.GetInt32(1);
                return new WaitingLane(head.Lane, head.Block, count, count == limit, row.IsDBNull(2) ? [] : row.GetFieldValue<Guid[]>(2));
            },
            cancellationToken);
    }
}
