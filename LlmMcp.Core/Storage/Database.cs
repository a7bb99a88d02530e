using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Storage;

/// <summary>The one PostgreSQL everything is stored in.</summary>
internal sealed class Database(NpgsqlDataSource dataSource)
{
    /// <summary>For what needs a connection of its own: transactions and LISTEN.</summary>
    public NpgsqlDataSource DataSource => dataSource;

    /// <summary>A command of its own connection and transaction.</summary>
    public NpgsqlCommand Command(string sql) => dataSource.CreateCommand(sql);

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => dataSource.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Call it on a connection on which a statement failed. Npgsql takes a statement that failed while it was being prepared for
    /// prepared, but knows nothing of its columns: the next use of it on that connection would break (npgsql#6391).
    /// </summary>
    public static void ForgetPrepared(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            connection.UnprepareAll();
        }
    }

    /// <summary>
    /// Builds the data source. Statements are prepared by themselves after a few uses; a generic plan is forced because the
    /// array parameters look different each time while the right plan never is.
    /// </summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString, ILoggerFactory loggerFactory, int maxPoolSize)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseLoggerFactory(loggerFactory);
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = maxPoolSize;
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        settings.KeepAlive = 30;
        settings.ApplicationName ??= "llm-mcp";
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_generic_plan".Trim();
        return builder.Build();
    }
}

/// <summary>Typed parameters in one line each.</summary>
internal static class ParameterExtensions
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, string name, T value, NpgsqlDbType? type = null)
    {
        Add(command.Parameters, name, value, type);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, string name, T value, NpgsqlDbType? type = null)
    {
        Add(command.Parameters, name, value, type);
        return command;
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, string name, T value, NpgsqlDbType? type)
    {
        var parameter = new NpgsqlParameter { ParameterName = name, Value = (object?)value ?? DBNull.Value };
        if (type is { } dbType)
        {
            parameter.NpgsqlDbType = dbType;
        }

        parameters.Add(parameter);
    }
}
