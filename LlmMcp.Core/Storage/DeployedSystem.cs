using System.Reflection;
using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>
/// The database of the system llm-mcp replaces. Its tables are moved to the schema <see cref="KeptIn"/>, whole and unchanged, and
/// their rows copied; one transaction does both, so that system goes on where it was if anything fails.
/// </summary>
internal static class DeployedSystem
{
    /// <summary>The schema its tables are kept in.</summary>
    public const string KeptIn = "llm_mcp_deployed";

    /// <summary>The migration after which rows are carried over: into the tables as they are then, as later migrations expect them.</summary>
    public const int CarriedAt = 12;

    private static readonly string[] Carrying = ["carry_1_devices.sql", "carry_2_models.sql", "carry_3_jobs.sql", "carry_4_costs.sql"];

    /// <summary>Moves its tables out of the way, within the caller's transaction.</summary>
    /// <exception cref="SchemaMismatchException">They cannot be moved; the message says what to do.</exception>
    public static async Task SetAsideAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // The wait for each lock is bounded, and its end says what to do; the command's own limit could come first and say nothing.
            await using var command = new NpgsqlCommand(Read("set_aside.sql"), connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (Advice(exception.SqlState) is { } advice)
        {
            throw new SchemaMismatchException($"The tables of the deployed system cannot be taken over: {exception.MessageText}. {advice} Nothing was changed.", exception);
        }
    }

    /// <summary>Copies its rows, within the caller's transaction. Takes as long as there are rows.</summary>
    public static async Task CarryOverAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var file in Carrying)
        {
            await using var command = new NpgsqlCommand(Read(file), connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string? Advice(string state) => state switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected => "It is still at work: stop its llmcore and llmtelemetry (its workers may go on), then start Core again.",
        PostgresErrorCodes.InsufficientPrivilege => "Core's account must own these tables and be allowed to create a schema (grant create on database).",
        PostgresErrorCodes.DuplicateSchema => $"The schema {KeptIn} is left from an earlier change: rename or drop it.",
        _ => null,
    };

    private static string Read(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var reader = new StreamReader(assembly.GetManifestResourceStream($"{assembly.GetName().Name}.Storage.Deployed.{file}")!);
        return reader.ReadToEnd();
    }
}
