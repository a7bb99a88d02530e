using System.Net.Sockets;
using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>Tells an outage from a refusal.</summary>
internal static class DatabaseOutage
{
    /// <summary>True when PostgreSQL is away, starting, stopping or full, as opposed to refusing what we ask.</summary>
    public static bool Is(NpgsqlException exception) => exception is not PostgresException postgres
        ? exception.InnerException is null or SocketException or IOException or TimeoutException
        : postgres.SqlState[..2] is "08" or "53" or "57" or "58";
}
