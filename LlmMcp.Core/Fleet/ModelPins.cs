using System.Text.Json;
using LlmMcp.Core.Storage;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet;

/// <summary>Writes what an operator says about models; probes leave it alone.</summary>
internal sealed class ModelPins(Database database)
{
    /// <summary>Stores it. False when there is no such model.</summary>
    public async Task<bool> SetAsync(string provider, string model, ModelPinRequest request, CancellationToken cancellationToken)
    {
        await using var command = database.Command(FleetSql.PinModel)
            .With("provider", provider)
            .With("id", model)
            .With("sets_tier", request.PinTier.ValueKind != JsonValueKind.Undefined)
            .With("tier", request.PinTier.ValueKind == JsonValueKind.String ? request.PinTier.GetString() : null, NpgsqlDbType.Text)
            .With("sets_thinking", request.Thinking.ValueKind != JsonValueKind.Undefined)
            .With("thinking", request.Thinking.ValueKind is JsonValueKind.True or JsonValueKind.False ? request.Thinking.GetBoolean() : (bool?)null, NpgsqlDbType.Boolean)
            .With("sets_context", request.Context.ValueKind != JsonValueKind.Undefined)
            .With("context", request.Context.ValueKind == JsonValueKind.Number ? request.Context.GetInt32() : (int?)null, NpgsqlDbType.Integer)
            .With("status", request.Status, NpgsqlDbType.Text);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
