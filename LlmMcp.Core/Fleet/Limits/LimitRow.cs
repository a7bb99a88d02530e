using Npgsql;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Limits in the columns in which every statement lists them.</summary>
internal static class LimitRow
{
    /// <summary>
    /// Reads <c>ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models,
    /// max_concurrency</c> from column <paramref name="first"/> on.
    /// </summary>
    public static DeviceLimits Read(NpgsqlDataReader row, int first) => new()
    {
        RamGb = Get<decimal>(row, first),
        VramGb = Get<decimal>(row, first + 1),
        MaxParamsB = Get<decimal>(row, first + 2),
        MaxSizeGb = Get<decimal>(row, first + 3),
        MaxContext = Get<int>(row, first + 4),
        ContextIsDerived = Get<bool>(row, first + 5) ?? false,
        AllowModels = row.IsDBNull(first + 6) ? [] : row.GetFieldValue<string[]>(first + 6),
        DenyModels = row.IsDBNull(first + 7) ? [] : row.GetFieldValue<string[]>(first + 7),
        MaxConcurrency = Get<int>(row, first + 8),
    };

    private static T? Get<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
