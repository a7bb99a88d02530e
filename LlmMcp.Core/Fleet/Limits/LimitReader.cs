using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Reads what was entered and what follows from it.</summary>
internal static class LimitReader
{
    /// <summary>All entries: those of every Core's settings, and those of operators.</summary>
    public static async Task<LimitEntries> ReadEntriesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var entries = new LimitEntries();
        foreach (var core in await ReadSettingsAsync(connection, cancellationToken))
        {
            foreach (var (id, limits) in core.Entries)
            {
                entries.Configure(id, limits);
            }
        }

        foreach (var row in await ReadEnteredAsync(connection, cancellationToken))
        {
            entries.Enter(row.DeviceId, row.Limits);
        }

        return entries;
    }

    /// <summary>What the settings of each Core say.</summary>
    public static Task<List<CoreLimits>> ReadSettingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ListAsync(new(LimitSql.ListSettings), static row => new CoreLimits(row.GetString(0), Entries(row.GetString(1)), row.GetFieldValue<string[]>(2)), cancellationToken);

    /// <summary>What operators entered.</summary>
    public static Task<List<EnteredLimits>> ReadEnteredAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ListAsync(new(LimitSql.ListEntered), static row => new EnteredLimits(row.GetString(0), row.GetString(10), LimitRow.Read(row, 1)), cancellationToken);

    /// <summary>What counts for each device that has any limit.</summary>
    public static Task<List<ResolvedLimits>> ReadEffectiveAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ListAsync(
            new(LimitSql.ListEffective),
            static row => new ResolvedLimits(row.GetString(0), LimitRow.Read(row, 1), JsonSerializer.Deserialize<SortedDictionary<string, string>>(row.GetString(10), CoreJson.Options)!),
            cancellationToken);

    // Whatever another version of Core wrote and this one does not know is left out.
    private static Dictionary<string, DeviceLimits> Entries(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject()
            .ToDictionary(static entry => entry.Name, static entry => LimitSpec.Read(entry.Value, static (_, _) => { }));
    }
}

/// <summary>Limits in one Core's settings.</summary>
/// <param name="Core">Its machine.</param>
/// <param name="Entries">By device id, or <c>*</c>.</param>
/// <param name="Mistakes">What could not be understood.</param>
internal sealed record CoreLimits(string Core, IReadOnlyDictionary<string, DeviceLimits> Entries, IReadOnlyList<string> Mistakes);

/// <summary>Limits an operator entered.</summary>
/// <param name="DeviceId">The device, which may be gone for the time being.</param>
/// <param name="Origin"><c>api</c> or <c>sql</c>.</param>
/// <param name="Limits">The fields that were given.</param>
internal sealed record EnteredLimits(string DeviceId, string Origin, DeviceLimits Limits);
