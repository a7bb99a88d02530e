using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Writes what probes found: devices, their models, their slots. Any number of Cores may write the same; each round is one
/// transaction behind one lock, and writes only what changed.
/// </summary>
internal sealed class FleetWriter(Database database, LimitWriter limits, IOptions<FleetOptions> options)
{
    private static readonly TimeSpan ShortestForget = TimeSpan.FromMinutes(5);

    // A node that restarts is silent for a moment; all probes that fall into it are one miss.
    private static readonly TimeSpan LongestHiccup = TimeSpan.FromSeconds(2);

    private readonly ModelWriter models = new(options.Value.TierBounds);

    private double ForgetSeconds => options.Value.ForgetAfter(ShortestForget).TotalSeconds;

    private double ApartSeconds => options.Value.ProbeInterval <= TimeSpan.Zero
        ? LongestHiccup.TotalSeconds
        : Math.Min(LongestHiccup.TotalSeconds, options.Value.ProbeInterval.TotalSeconds / 2);

    /// <summary>Writes one round over everything the prober knows; what it does not know any more is removed.</summary>
    public Task<FleetReport> WriteAsync(ProbedRound round, CancellationToken cancellationToken) => WriteAsync(round, isAll: true, cancellationToken);

    /// <summary>Writes what became known of some nodes.</summary>
    public Task<FleetReport> WriteSomeAsync(ProbedRound round, CancellationToken cancellationToken) => WriteAsync(round, isAll: false, cancellationToken);

    /// <summary>Makes the clouds devices with slots, before any node was asked.</summary>
    public Task EnsureCloudsAsync(CancellationToken cancellationToken) => WriteSomeAsync(new ProbedRound("", []), cancellationToken);

    /// <summary>Takes devices out that a worker told of and does not tell of any more; those that were online.</summary>
    public async Task<IReadOnlyList<string>> RetireReportedAsync(string by, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ListAsync(new NpgsqlBatchCommand(NodeSql.RetireReported).With("by", by).With("ids", ids.ToArray()), cancellationToken);
    }

    /// <summary>Stores the report of a round for every Core to show.</summary>
    public async Task NoteAsync(FleetReport report, CancellationToken cancellationToken)
    {
        await using var command = database.Command(NodeSql.NoteRound)
            .With("report", JsonSerializer.Serialize(DiscoveryReport.Of(report), CoreJson.Options), NpgsqlDbType.Jsonb);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes a device out at once. True when it was online until now.</summary>
    public async Task<bool> MarkOfflineAsync(string id, string reason, bool hold, CancellationToken cancellationToken)
    {
        await using var command = database.Command(NodeSql.MarkOffline).With("id", id).With("reason", reason).With("hold", hold);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Puts a device back without waiting for a probe. False when there is none of that id.</summary>
    public async Task<bool> MarkOnlineAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = database.Command(NodeSql.MarkOnline).With("id", id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private async Task<FleetReport> WriteAsync(ProbedRound round, bool isAll, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.RunAsync(new(FleetSql.Lock), cancellationToken);
        await connection.RunAsync(new(FleetSql.EnsureClouds), cancellationToken);
        var foreign = await connection.ListAsync(ForeignNames(round), cancellationToken);
        var answers = round.Answers.Where(answer => !foreign.Contains(answer.Node.Id)).ToList();
        var answered = answers.OfType<NodeAnswer.Answered>().ToList();
        var silent = answers.Where(static answer => answer is NodeAnswer.Silent or NodeAnswer.HostOnly).ToList();
        await WriteAnsweredAsync(connection, round.By, answered, cancellationToken);
        var offline = await WriteSilentAsync(connection, round.By, silent, cancellationToken);
        var removed = 0;
        if (isAll)
        {
            var known = answers.ConvertAll(static answer => answer.Node.Id);
            offline.AddRange(await connection.ListAsync(Vanished(NodeSql.RetireVanished, round, known), cancellationToken));
            removed = await connection.RunAsync(Vanished(NodeSql.RemoveVanished, round, known), cancellationToken);
        }

        await limits.ApplyAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FleetReport(answered.Count, silent.Where(static answer => !answer.Node.OnlyIfAnswers).ToDictionary(static answer => answer.Node.Id, NodeRows.Reason), offline, removed)
        {
            NotProbed = answers.OfType<NodeAnswer.NotProbed>().Count(),
        };
    }

    private async Task WriteAnsweredAsync(NpgsqlConnection connection, string by, List<NodeAnswer.Answered> answered, CancellationToken cancellationToken)
    {
        if (answered.Count > 0)
        {
            await connection.RunAsync(
                new NpgsqlBatchCommand(CircuitSql.EndRest)
                    .With("devices", answered.Select(static node => node.Node.Id).ToArray())
                    .With("rest_seconds", Circuit.Rest.TotalSeconds),
                cancellationToken);
            await connection.RunAsync(NodeRows.Command(NodeSql.UpsertAnswered, by, answered), cancellationToken);
            await models.WriteAsync(connection, answered, cancellationToken);
        }
    }

    private async Task<List<string>> WriteSilentAsync(NpgsqlConnection connection, string by, List<NodeAnswer> silent, CancellationToken cancellationToken)
    {
        if (silent.Count == 0)
        {
            return [];
        }

        var hosts = silent.OfType<NodeAnswer.HostOnly>().ToList();
        await connection.RunAsync(NodeRows.Command(NodeSql.UpsertHosts, by, hosts), cancellationToken);
        return await connection.ListAsync(
            NodeRows.Command(NodeSql.UpsertSilent, by, silent)
                .With("apart_seconds", ApartSeconds)
                .With("hosts_alive", hosts.Select(static host => host.Node.Id).ToArray()),
            cancellationToken);
    }

    private NpgsqlBatchCommand ForeignNames(ProbedRound round)
    {
        var known = round.Answers.Where(static answer => answer.Node.Identity is not null).ToList();
        return new NpgsqlBatchCommand(NodeSql.ListForeignNames)
            .With("by", round.By)
            .With("ids", known.Select(static answer => answer.Node.Id).ToArray())
            .With("identities", known.Select(static answer => answer.Node.Identity!).ToArray())
            .With("forget_seconds", ForgetSeconds);
    }

    private NpgsqlBatchCommand Vanished(string sql, ProbedRound round, IReadOnlyList<string> known) => new NpgsqlBatchCommand(sql)
        .With("by", round.By)
        .With("known", known.ToArray())
        .With("unasked", round.Unasked.ToArray())
        .With("forget_seconds", ForgetSeconds);
}
