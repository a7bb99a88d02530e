using System.Data.Common;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>The connection to PostgreSQL where its parts are given one by one (<c>DB_HOST</c> and its like).</summary>
internal static class DatabaseParts
{
    private const string ConnectionString = "ConnectionStrings:llmdb";
    private const string DefaultName = "llm_mcp";

    private static readonly (string Key, string Word)[] Parts =
        [("Database:Host", "Host"), ("Database:Port", "Port"), ("Database:User", "Username"), ("Database:Password", "Password"), ("Database:Name", "Database")];

    /// <summary>Puts the parts together unless a whole connection string is there; the parts themselves go.</summary>
    public static void Join(Dictionary<string, string?> values)
    {
        var builder = new DbConnectionStringBuilder { ["Database"] = DefaultName };
        foreach (var (key, word) in Parts)
        {
            if (values.Remove(key, out var part))
            {
                builder[word] = part;
            }
        }

        if (builder.ContainsKey("Host"))
        {
            values.TryAdd(ConnectionString, builder.ConnectionString);
        }
    }
}
