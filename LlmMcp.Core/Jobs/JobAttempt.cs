using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace LlmMcp.Core.Jobs;

/// <summary>An attempt that has ended; what is unknown is left out.</summary>
/// <param name="ClaimNo">Which claim of the job it was.</param>
/// <param name="WorkerId">Who ran it.</param>
/// <param name="DeviceId">Where; absent for kinds that need no device.</param>
/// <param name="StartedAt">When it was claimed.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Status"><c>done</c>, <c>error</c>, <c>canceled</c>, <c>lost</c> (the worker disappeared) or <c>released</c> (given back, not charged).</param>
/// <param name="Error">What went wrong.</param>
/// <param name="ErrorClass">Who is to blame, as the worker says.</param>
/// <param name="Metrics">What the worker measured.</param>
internal sealed record JobAttempt(
    long ClaimNo, string WorkerId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeviceId,
    DateTime StartedAt, DateTime FinishedAt, string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorClass,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Metrics)
{
    /// <summary>From the columns of <see cref="JobSql.ListAttempts"/>, by their order.</summary>
    public static JobAttempt Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), Text(row, 2), row.GetDateTime(3), row.GetDateTime(4), row.GetString(5), Text(row, 6), Text(row, 7),
        row.IsDBNull(8) ? null : JsonElement.Parse(row.GetString(8)));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
