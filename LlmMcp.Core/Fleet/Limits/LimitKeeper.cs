using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Changes limits while Core runs. A change counts at once: what is forbidden, the slots, this Core's picture of the fleet.</summary>
internal sealed class LimitKeeper(Database database, LimitWriter writer, FleetCache cache)
{
    /// <summary>Applies what was entered and configured until now.</summary>
    public Task ApplyAsync(CancellationToken cancellationToken) => ChangeAsync(change: null, cancellationToken);

    /// <summary>Enters limits of a device in place of those entered before. False when there is no such device.</summary>
    public Task<bool> EnterAsync(string id, DeviceLimits limits, CancellationToken cancellationToken) =>
        ChangeAsync(
            new NpgsqlBatchCommand(LimitSql.Enter)
                .With("id", id)
                .With("ram_gb", limits.RamGb, NpgsqlDbType.Numeric)
                .With("vram_gb", limits.VramGb, NpgsqlDbType.Numeric)
                .With("max_params_b", limits.MaxParamsB, NpgsqlDbType.Numeric)
                .With("max_size_gb", limits.MaxSizeGb, NpgsqlDbType.Numeric)
                .With("max_context", limits.MaxContext, NpgsqlDbType.Integer)
                .With("allow_models", limits.AllowModels.ToArray())
                .With("deny_models", limits.DenyModels.ToArray())
                .With("max_concurrency", limits.MaxConcurrency, NpgsqlDbType.Integer),
            cancellationToken);

    /// <summary>Removes what was entered; the settings count again. False when nothing was entered.</summary>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(new NpgsqlBatchCommand(LimitSql.Remove).With("id", id), cancellationToken);

    private async Task<bool> ChangeAsync(NpgsqlBatchCommand? change, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.RunAsync(new(FleetSql.Lock), cancellationToken);
            if (change is not null && await connection.RunAsync(change, cancellationToken) == 0)
            {
                return false;
            }

            await writer.ApplyAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await cache.RefreshAsync(cancellationToken);
        return true;
    }
}
