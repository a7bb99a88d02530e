using Npgsql;

namespace LlmMcp.Core.Jobs;

/// <summary>Reads a <see cref="Job"/> from the columns of <see cref="JobSql"/>, by their order.</summary>
internal static class JobRow
{
    public static Job Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Kind = reader.GetString(1),
        Status = reader.GetString(2),
        Payload = reader.GetFieldValue<byte[]>(3),
        Result = Nullable(reader, 4, static (r, i) => r.GetFieldValue<byte[]>(i)),
        Error = Nullable(reader, 5, static (r, i) => r.GetString(i)) ?? "",
        Client = reader.GetString(6),
        Source = reader.GetString(7),
        Priority = reader.GetInt32(8),
        Attempts = reader.GetInt32(9),
        MaxAttempts = reader.GetInt32(10),
        ClaimNo = reader.GetInt64(11),
        WorkerId = Nullable(reader, 12, static (r, i) => r.GetString(i)),
        DeviceId = Nullable(reader, 13, static (r, i) => r.GetString(i)),
        TimeoutSeconds = reader.IsDBNull(14) ? null : reader.GetInt32(14),
        QueuedAt = reader.GetDateTime(15),
        UpdatedAt = reader.GetDateTime(16),
        StartedAt = Time(reader, 17),
        FinishedAt = Time(reader, 18),
        LeaseUntil = Time(reader, 19),
        DeadlineAt = Time(reader, 20),
        RunAt = Time(reader, 21),
        RetriedFrom = reader.IsDBNull(22) ? null : reader.GetGuid(22),
        Route = Nullable(reader, 23, static (r, i) => r.GetFieldValue<byte[]>(i)),
    };

    private static DateTime? Time(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetDateTime(ordinal);

    private static T? Nullable<T>(NpgsqlDataReader reader, int ordinal, Func<NpgsqlDataReader, int, T> read)
        where T : class =>
        reader.IsDBNull(ordinal) ? null : read(reader, ordinal);
}
