using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>Which model an ended attempt was about, under the name the fleet knows it by.</summary>
internal sealed class AskedModels
{
    private readonly Dictionary<Guid, string> asked;

    private AskedModels(Dictionary<Guid, string> asked) => this.asked = asked;

    /// <summary>Reads what the jobs asked for.</summary>
    public static async Task<AskedModels> ReadAsync(NpgsqlConnection connection, IEnumerable<EndedAttempt> attempts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SpeedSql.AskedModels, connection).With("ids", attempts.Select(static attempt => attempt.JobId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var names = new Dictionary<Guid, string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            if (!rows.IsDBNull(1))
            {
                names.Add(rows.GetGuid(0), rows.GetString(1));
            }
        }

        return new AskedModels(names);
    }

    /// <summary>
    /// The canonical name; null when the device is gone or the fleet knows no such model there, so that made-up names which a
    /// server happens to accept do not fill the tables.
    /// </summary>
    /// <param name="fleet">What there is.</param>
    /// <param name="device">Where it ran.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="answered">The name the server gave, for jobs that asked for none.</param>
    public string? NameOf(FleetSnapshot fleet, FleetDevice device, Guid jobId, string answered)
    {
        var name = asked.GetValueOrDefault(jobId);
        name = ModelName.Canonical(device.Provider, string.IsNullOrWhiteSpace(name) ? answered : name);
        return device.Models.TryGetValue(name, out var known) ? known
            : device.IsCloud ? fleet.FindModel(device.Provider, name)?.Id
            : null;
    }
}
