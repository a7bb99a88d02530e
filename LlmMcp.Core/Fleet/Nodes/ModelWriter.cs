using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Writes the models of nodes, within the transaction of their round.</summary>
internal sealed class ModelWriter(string tierBounds)
{
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Numbers = NpgsqlDbType.Array | NpgsqlDbType.Integer;

    private readonly TierBounds bounds = TierBounds.Parse(tierBounds);

    /// <summary>Writes the catalogue, and who has what.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, List<NodeAnswer.Answered> answered, CancellationToken cancellationToken)
    {
        var models = answered
            .SelectMany(static node => node.Models.DistinctBy(static model => model.Name, ModelName.Comparer), static (node, model) => (Node: node, Model: model))
            .ToList();
        await connection.RunAsync(Models(models), cancellationToken);
        await connection.RunAsync(
            DeviceModels(FleetSql.UpsertDeviceModels, models)
                .With("providers", models.Select(static pair => pair.Node.Provider).ToArray())
                .With("loaded", models.Select(static pair => pair.Model.Loaded).ToArray()),
            cancellationToken);
        await connection.RunAsync(
            DeviceModels(FleetSql.RetireDeviceModels, models).With("answered", answered.Select(static node => node.Node.Id).ToArray()), cancellationToken);
    }

    private NpgsqlBatchCommand Models(List<(NodeAnswer.Answered Node, ProbedModel Model)> pairs)
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
            .With("contexts", models.Select(static pair => pair.Model.Context).ToArray(), Numbers)
            .With("likely_contexts", models.Select(static pair => pair.Model.LikelyContext).ToArray(), Numbers)
            .With("sizes", models.Select(static pair => pair.Model.SizeBytes).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            .With("quantizations", models.Select(static pair => pair.Model.Quantization).ToArray(), Texts)
            .With("digests", models.Select(static pair => pair.Model.Digest).ToArray(), Texts)
            .With("thinking", models.Select(static pair => pair.Model.Thinking).ToArray())
            .With("tiers", models.Select(pair => ModelTier.Of(pair.Model.ParamsB, bounds)).ToArray(), Texts);
    }

    private static NpgsqlBatchCommand DeviceModels(string sql, List<(NodeAnswer.Answered Node, ProbedModel Model)> pairs) =>
        new NpgsqlBatchCommand(sql)
            .With("devices", pairs.Select(static pair => pair.Node.Node.Id).ToArray())
            .With("models", pairs.Select(static pair => pair.Model.Name).ToArray());
}
