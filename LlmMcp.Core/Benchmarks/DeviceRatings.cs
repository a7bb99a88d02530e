using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Benchmarks;

/// <summary>How devices did in the last seven days. Kept for half a minute: the figures move slowly and read many rows.</summary>
internal sealed class DeviceRatings(Database database, TimeProvider time) : IDisposable
{
    private readonly KeptAnswer<IReadOnlyList<DeviceRating>> kept = new(TimeSpan.FromSeconds(30), time);

    /// <summary>One rating per device, by id.</summary>
    public Task<IReadOnlyList<DeviceRating>> ReadAsync(CancellationToken cancellationToken) => kept.GetAsync(ReadNowAsync, cancellationToken);

    public void Dispose() => kept.Dispose();

    private async Task<IReadOnlyList<DeviceRating>> ReadNowAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(BenchmarkSql.ListRatings);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var ratings = new List<DeviceRating>();
        while (await rows.ReadAsync(cancellationToken))
        {
            ratings.Add(new DeviceRating(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetDateTime(3),
                rows.GetInt64(4), rows.GetInt64(5), rows.GetDecimal(6), rows.IsDBNull(7) ? null : rows.GetInt32(7)));
        }

        return ratings;
    }
}

/// <summary>A device's last seven days.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Status">Whether it is online.</param>
/// <param name="LastSeen">When it last answered.</param>
/// <param name="TotalJobs7d">Attempts that ended there and count.</param>
/// <param name="DoneJobs7d">Those that succeeded.</param>
/// <param name="SuccessRate">Percent, one decimal; 0 without any.</param>
/// <param name="AvgLatencyMs">Mean time of those that succeeded; null without any.</param>
internal sealed record DeviceRating(
    string DeviceId, string Name, string Status, DateTime? LastSeen,
    [property: System.Text.Json.Serialization.JsonPropertyName("total_jobs_7d")] long TotalJobs7d,
    [property: System.Text.Json.Serialization.JsonPropertyName("done_jobs_7d")] long DoneJobs7d,
    decimal SuccessRate, int? AvgLatencyMs);

/// <summary>The answer of <c>GET /v1/devices/ratings</c>.</summary>
internal sealed record DeviceRatingList(IReadOnlyList<DeviceRating> Ratings);
