using System.Text.Json;
using Npgsql;

namespace LlmMcp.SystemTests.Checks;

/// <summary>A change of a job's status.</summary>
internal sealed record JobMove(DateTimeOffset At, Guid Job, long ClaimNo, string Before, string After, string Device, string Kind, string Model, string Worker);

/// <summary>A change of a circuit.</summary>
internal sealed record CircuitMove(string State, bool Rested, Guid? ProbeJob, long ProbeClaim);

/// <summary>A model as the catalogue has it at the end.</summary>
internal sealed record ModelFacts(string Provider, string Id, string Kind, string Tier, double Billions, int Context);

/// <summary>A job at the end. The text is the answer and, of a model that thinks, its thoughts.</summary>
internal sealed record EndedJob(
    Guid Id, string Status, string Device, string Kind, long ClaimNo, int Attempts, string Error, string Text, int VectorLength, string Route, string Model, DateTimeOffset QueuedAt)
{
    /// <summary>True when the stored reasons of a claim say that nobody local was there, or that it would have taken too long.</summary>
    public bool SaysWhyCloud(long claimNo)
    {
        using var route = JsonDocument.Parse(Route);
        return route.RootElement.TryGetProperty("claims", out var claims) && claims.EnumerateArray().Any(claim =>
            claim.GetProperty("claim_no").GetInt64() == claimNo
            && claim.GetProperty("why").GetString() is { } why
            && (why.Contains("no local place", StringComparison.Ordinal) || why.Contains("local places only try", StringComparison.Ordinal) || why.Contains("busy for longer", StringComparison.Ordinal)));
    }
}

/// <summary>One run of a job on a device: from its claim until it ended or went back.</summary>
internal sealed record Run(Guid Job, long ClaimNo, string Device, string Kind, string Model, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What the database wrote down while the fleet was at work.</summary>
internal sealed class FleetHistory
{
    private FleetHistory()
    {
    }

    public required IReadOnlyDictionary<Guid, EndedJob> Jobs { get; init; }

    /// <summary>Every run, in the order of the claims.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    public required IReadOnlyList<ModelFacts> Models { get; init; }

    /// <summary>The host's device by port device; empty for a device of its own.</summary>
    public required IReadOnlyDictionary<string, string> Parents { get; init; }

    /// <summary>Slots of each device.</summary>
    public Timelines<string, int> Slots { get; } = new(0);

    public Timelines<string, int> FreeSlots { get; } = new(0);

    public Timelines<string, bool> Online { get; } = new(false);

    public Timelines<string, CircuitMove> Circuits { get; } = new(new CircuitMove("closed", true, null, 0));

    /// <summary>By device and model: there, and not forbidden as the system sees it.</summary>
    public Timelines<(string Device, string Model), bool> Usable { get; } = new(false);

    public static async Task<FleetHistory> ReadAsync(NpgsqlConnection connection)
    {
        var moves = await ListAsync(connection, FleetAuditSql.JobMoves, static row => new JobMove(
            Time(row), row.GetGuid(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8)));
        var jobs = await ListAsync(connection, FleetAuditSql.Jobs, static row => new EndedJob(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt32(5), row.GetString(6), row.GetString(7),
            row.GetInt32(8), row.GetString(9), row.GetString(10), row.GetFieldValue<DateTimeOffset>(11)));
        var models = await ListAsync(connection, FleetAuditSql.Models, static row => new ModelFacts(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDouble(4), row.GetInt32(5)));
        var parents = await ListAsync(connection, FleetAuditSql.Parents, static row => (Device: row.GetString(0), Parent: row.GetString(1)));
        var history = new FleetHistory
        {
            Jobs = jobs.ToDictionary(static job => job.Id),
            Runs = [.. RunsOf(moves)],
            Models = models,
            Parents = parents.ToDictionary(static pair => pair.Device, static pair => pair.Parent),
        };
        foreach (var (at, device, total, taken) in await ListAsync(connection, FleetAuditSql.SlotMoves, static row => (Time(row), row.GetString(1), row.GetInt32(2), row.GetInt32(3))))
        {
            history.Slots[device].Add(at, history.Slots[device].Last + total);
            history.FreeSlots[device].Add(at, history.FreeSlots[device].Last + total - taken);
        }

        foreach (var (at, device, status) in await ListAsync(connection, FleetAuditSql.DeviceMoves, static row => (Time(row), row.GetString(1), row.GetString(2))))
        {
            history.Online[device].Add(at, status == "online");
        }

        foreach (var (at, device, model, usable) in await ListAsync(connection, FleetAuditSql.ModelMoves, static row => (Time(row), row.GetString(1), row.GetString(2), row.GetBoolean(3))))
        {
            history.Usable[(device, model)].Add(at, usable);
        }

        foreach (var (at, device, move) in await ListAsync(connection, FleetAuditSql.CircuitMoves, static row =>
            (Time(row), row.GetString(1), new CircuitMove(row.GetString(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.GetInt64(5)))))
        {
            history.Circuits[device].Add(at, move);
        }

        return history;
    }

    private static IEnumerable<Run> RunsOf(IReadOnlyList<JobMove> moves)
    {
        var ends = moves.Where(static move => move.Before == "running").ToLookup(static move => (move.Job, move.ClaimNo), static move => move.At);
        return moves.Where(static move => move.After == "running").Select(move => new Run(
            move.Job, move.ClaimNo, move.Device, move.Kind, move.Model, move.At, ends[(move.Job, move.ClaimNo)].DefaultIfEmpty(DateTimeOffset.MaxValue).First()));
    }

    private static DateTimeOffset Time(NpgsqlDataReader row) => row.GetFieldValue<DateTimeOffset>(0);

    private static async Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        List<T> list = [];
        while (await rows.ReadAsync())
        {
            list.Add(read(rows));
        }

        return list;
    }
}
