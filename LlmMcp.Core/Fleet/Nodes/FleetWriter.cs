using System.Text.Json;
using LlmMcp.Core.Api;
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
    // One missed probe is a hiccup, two in a row are an outage.
    private const double PatienceInProbes = 1.5;

    // Settings that no Core has any more. Long, because the Core that has them may just be restarting.
    private const double ForgetInProbes = 20;

    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <summary>Writes one round.</summary>
    /// <param name="core">The machine that probed.</param>
    /// <param name="configured">Every device id the settings name, probed or not.</param>
    /// <param name="answers">What the probes found.</param>
    /// <param name="cancellationToken">Undoes the round.</param>
    public async Task<FleetReport> WriteAsync(
        string core, IReadOnlyList<string> configured, IReadOnlyList<NodeAnswer> answers, CancellationToken cancellationToken)
    {
        var answered = answers.OfType<NodeAnswer.Answered>().ToList();
        var silent = answers.OfType<NodeAnswer.Silent>().ToList();
        var interval = options.Value.ProbeInterval.TotalSeconds;

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, new(FleetSql.Lock), cancellationToken);
        await RunAsync(connection, new(FleetSql.EnsureClouds), cancellationToken);
        await WriteAnsweredAsync(connection, core, answered, cancellationToken);
        var offline = await ListAsync(connection, Silent(core, silent, interval * PatienceInProbes), cancellationToken);
        offline.AddRange(await ListAsync(connection, Vanished(FleetSql.RetireVanished, core, configured, interval), cancellationToken));
        var removed = await RunAsync(connection, Vanished(FleetSql.RemoveVanished, core, configured, interval), cancellationToken);
        await limits.ApplyAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FleetReport(answered.Count, silent.ToDictionary(static node => node.Node.Id, static node => node.Reason), offline, removed);
    }

    /// <summary>Takes a device out at once. True when it was online until now.</summary>
    public async Task<bool> MarkOfflineAsync(string id, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.Command(FleetSql.MarkOffline).With("id", id).With("reason", reason);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Puts a device back without waiting for a probe. False when there is none of that id.</summary>
    public async Task<bool> MarkOnlineAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = database.Command(FleetSql.MarkOnline).With("id", id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static async Task WriteAnsweredAsync(
        NpgsqlConnection connection, string core, List<NodeAnswer.Answered> answered, CancellationToken cancellationToken)
    {
        if (answered.Count == 0)
        {
            return;
        }

        await RunAsync(connection, Answered(core, answered), cancellationToken);
        var models = answered.SelectMany(static node => node.Models.DistinctBy(static model => model.Name, ModelName.Comparer), static (node, model) => (Node: node, Model: model)).ToList();
        await RunAsync(connection, Models(models), cancellationToken);
        await RunAsync(connection, DeviceModels(FleetSql.UpsertDeviceModels, models)
            .With("providers", models.Select(static pair => pair.Node.Provider).ToArray())
            .With("loaded", models.Select(static pair => pair.Model.Loaded).ToArray()), cancellationToken);
        await RunAsync(connection, DeviceModels(FleetSql.RetireDeviceModels, models)
            .With("answered", answered.Select(static node => node.Node.Id).ToArray()), cancellationToken);
    }

    private static NpgsqlBatchCommand Answered(string core, List<NodeAnswer.Answered> answered) =>
        Nodes(FleetSql.UpsertAnswered, core, answered.ConvertAll(static node => (node.Node, node.Provider, Tags(node))))
            .With("latencies", answered.Select(static node => node.LatencyMs).ToArray());

    private static NpgsqlBatchCommand Silent(string core, List<NodeAnswer.Silent> silent, double patienceSeconds) =>
        Nodes(FleetSql.UpsertSilent, core, silent.ConvertAll(static node => (node.Node, node.Node.Provider, Tags(node))))
            .With("patience_seconds", patienceSeconds);

    private static NpgsqlBatchCommand Nodes(string sql, string core, List<(NodeEndpoint Node, string Provider, string Tags)> nodes) =>
        new NpgsqlBatchCommand(sql)
            .With("core", core)
            .With("ids", nodes.Select(static node => node.Node.Id).ToArray())
            .With("names", nodes.Select(static node => node.Node.Name).ToArray())
            .With("hosts", nodes.Select(static node => node.Node.BaseUrl.Host).ToArray())
            .With("providers", nodes.Select(static node => node.Provider).ToArray())
            .With("base_urls", nodes.Select(static node => node.Node.BaseUrl.AbsoluteUri.TrimEnd('/')).ToArray())
            .With("host_headers", nodes.Select(static _ => (string?)null).ToArray(), Texts)
            .With("origins", nodes.Select(static node => node.Node.Origin).ToArray())
            .With("tags", nodes.Select(static node => node.Tags).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    private static NpgsqlBatchCommand Models(List<(NodeAnswer.Answered Node, ProbedModel Model)> pairs)
    {
        // One row per model, also when fifty nodes have it. The node that knows most speaks for it; for two that know the same
        // the order is fixed, or the row would flap between them.
        var models = pairs
            .OrderByDescending(static pair => pair.Model.Context is not null)
            .ThenBy(static pair => pair.Model.Digest, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Node.Node.Id, StringComparer.Ordinal)
            .DistinctBy(static pair => (pair.Node.Provider, pair.Model.Name))
            .ToList();
        return new NpgsqlBatchCommand(FleetSql.UpsertModels)
            .With("providers", models.Select(static pair => pair.Node.Provider).ToArray())
            .With("ids", models.Select(static pair => pair.Model.Name).ToArray())
            .With("families", models.Select(static pair => pair.Model.Family).ToArray(), Texts)
            .With("kinds", models.Select(static pair => pair.Model.Kind).ToArray())
            .With("params", models.Select(static pair => pair.Model.ParamsB).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric)
            .With("contexts", models.Select(static pair => pair.Model.Context).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer)
            .With("sizes", models.Select(static pair => pair.Model.SizeBytes).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            .With("quantizations", models.Select(static pair => pair.Model.Quantization).ToArray(), Texts)
            .With("digests", models.Select(static pair => pair.Model.Digest).ToArray(), Texts)
            .With("thinking", models.Select(static pair => pair.Model.Thinking).ToArray())
            .With("tiers", models.Select(static pair => ModelTier.Of(pair.Model.ParamsB)).ToArray(), Texts);
    }

    private static NpgsqlBatchCommand DeviceModels(string sql, List<(NodeAnswer.Answered Node, ProbedModel Model)> pairs) =>
        new NpgsqlBatchCommand(sql)
            .With("devices", pairs.Select(static pair => pair.Node.Node.Id).ToArray())
            .With("models", pairs.Select(static pair => pair.Model.Name).ToArray());

    private static NpgsqlBatchCommand Vanished(string sql, string core, IReadOnlyList<string> configured, double interval) =>
        new NpgsqlBatchCommand(sql)
            .With("core", core)
            .With("configured", configured.ToArray())
            .With("forget_seconds", interval * ForgetInProbes);

    private static string Tags(NodeAnswer.Answered node) => JsonSerializer.Serialize(
        new { simulated = node.Node.Simulated, version = node.Version ?? "" }, CoreJson.Options);

    private static string Tags(NodeAnswer.Silent node) => JsonSerializer.Serialize(
        new { simulated = node.Node.Simulated, last_error = node.Reason }, CoreJson.Options);

    private static async Task<int> RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            ids.Add(rows.GetString(0));
        }

        return ids;
    }
}
