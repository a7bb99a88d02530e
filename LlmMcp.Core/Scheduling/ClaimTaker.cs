using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// Carries out a plan: takes jobs, and with them their slots, in one statement each.
/// </summary>
/// <remarks>
/// A claim must be on the disk before its worker hears of it. A crash of the database that forgets one hands out the same
/// claim_no again while the first worker still runs: two runs would fill one stream, and two calls one slot. Only an echo has
/// neither output nor a node, and its forgotten worker is fenced off by name; those claims do not wait for the disk.
/// </remarks>
internal sealed class ClaimTaker(Database durable, ClaimDatabase database)
{
    /// <summary>To list lanes from the first one on.</summary>
    public static Lane BeforeAllLanes { get; } = new("", int.MinValue, "", "");

    /// <summary>Heads of the lanes with ready jobs behind <paramref name="after"/>, at most <see cref="LaneBook.MaxLanes"/>.</summary>
    public async Task<IReadOnlyList<(Lane Lane, Guid Head)>> ListLanesAsync(Lane after, CancellationToken cancellationToken)
    {
        await using var command = database.Command(ClaimSql.ListLanes)
            .With("block", after.Block)
            .With("rank", after.Rank)
            .With("client", after.Client)
            .With("source", after.Source)
            .With("limit", LaneBook.MaxLanes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ListAsync(
            static row => (new Lane(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3)), row.GetGuid(4)), cancellationToken);
    }

    /// <summary>Room of the devices that have any: online, with a free slot, their circuit closed or due for a probe.</summary>
    public async Task<IReadOnlyDictionary<string, DeviceRoom>> ReadRoomAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(ClaimSql.FreeSlots).With("rest_seconds", Circuit.Rest.TotalSeconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rooms = new Dictionary<string, DeviceRoom>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rooms.Add(reader.GetString(0), new DeviceRoom(reader.GetInt32(1), reader.GetInt32(2), reader.GetBoolean(3)));
        }

        return rooms;
    }

    /// <summary>Takes jobs that need no slot.</summary>
    public Task<List<ClaimedJob>> TakeAsync(string worker, int leaseSeconds, IReadOnlyList<LaneQuota> lanes, CancellationToken cancellationToken) =>
        ReadAsync(
            Command(
                lanes.All(static quota => quota.Lane.Block.Kind == JobKinds.Echo) ? database.Command(ClaimSql.ClaimLight) : durable.Command(ClaimSql.ClaimLight),
                worker, leaseSeconds, lanes),
            cancellationToken);

    /// <summary>Takes jobs of one block together with slots; a late-bound job becomes what its device runs.</summary>
    public Task<List<ClaimedJob>> TakeAsync(string worker, int leaseSeconds, SlotClaim claim, CancellationToken cancellationToken) =>
        ReadAsync(
            Command(
                    durable.Command(claim.Block.IsLateBound ? ClaimSql.ClaimLateBound : ClaimSql.ClaimWithSlots), worker, leaseSeconds, claim.Lanes)
                .With("rest_seconds", Circuit.Rest.TotalSeconds)
                .With("devices", Column(claim, static slot => slot.Candidate.DeviceId))
                .With("kinds", Column(claim, static slot => slot.Candidate.Kind))
                .With("models", Column(claim, static slot => ModelName.Canonical(slot.Candidate.Provider, slot.Candidate.Model)))
                .With("whys", Column(claim, static slot => slot.Candidate.Why))
                .With("probes", Column(claim, static slot => slot.IsProbe))
                .With("colds", Column(claim, static slot => slot.Candidate.StartsCold))
                .With("slots", Column(claim, static slot => slot.Count)),
            cancellationToken);

    /// <summary>What the worker runs that was claimed after a moment of the database's clock.</summary>
    public async Task<IReadOnlyList<(Guid Id, long ClaimNo)>> ListClaimedAsync(string worker, DateTime after, CancellationToken cancellationToken)
    {
        await using var command = database.Command(ClaimSql.ListClaimed).With("worker", worker).With("after", after);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ListAsync(static row => (row.GetGuid(0), row.GetInt64(1)), cancellationToken);
    }

    /// <summary>Tells the other Cores.</summary>
    public async Task NotifyAsync(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            await using NpgsqlCommand command = database.Command(JobSql.Notify).With("message", message);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static T[] Column<T>(SlotClaim claim, Func<SlotQuota, T> read) => [.. claim.Slots.Select(read)];

    private static NpgsqlCommand Command(NpgsqlCommand command, string worker, int leaseSeconds, IReadOnlyList<LaneQuota> lanes) => command
        .With("worker", worker)
        .With("lease_seconds", (double)leaseSeconds)
        .With("blocks", lanes.Select(static quota => quota.Lane.Lane.Block).ToArray())
        .With("ranks", lanes.Select(static quota => quota.Lane.Lane.Rank).ToArray())
        .With("clients", lanes.Select(static quota => quota.Lane.Lane.Client).ToArray())
        .With("sources", lanes.Select(static quota => quota.Lane.Lane.Source).ToArray())
        .With("heads", lanes.Select(static quota => quota.Lane.Head).ToArray())
        .With("counts", lanes.Select(static quota => quota.Count).ToArray());

    private static async Task<List<ClaimedJob>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ListAsync(Read, cancellationToken);
        }
    }

    private static ClaimedJob Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        ClaimNo = reader.GetInt64(1),
        Kind = reader.GetString(2),
        Block = reader.GetString(3),
        Payload = reader.GetFieldValue<byte[]>(4),
        Attempts = reader.GetInt32(5),
        MaxAttempts = reader.GetInt32(6),
        TimeoutSeconds = reader.IsDBNull(7) ? null : reader.GetInt32(7),
        DeviceId = reader.IsDBNull(8) ? null : reader.GetString(8),
        Traceparent = reader.IsDBNull(9) ? null : reader.GetString(9),
        DeadlineAt = reader.IsDBNull(10) ? null : reader.GetDateTime(10),
        Stream = reader.GetBoolean(11),
        Priority = reader.GetInt32(12),
        Client = reader.GetString(13),
        Source = reader.GetString(14),
        QueuedAt = reader.GetDateTime(15),
        UpdatedAt = reader.GetDateTime(16),
        LeaseUntil = reader.GetDateTime(17),
    };
}
