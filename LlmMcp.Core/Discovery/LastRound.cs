using System.Globalization;
using System.Text.Json.Nodes;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Discovery;

/// <summary>What the last round of discovery found, whichever Core ran it.</summary>
internal sealed class LastRound(Database database)
{
    /// <summary>The report with <c>last_run</c>, which is empty before the first round.</summary>
    public async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(NodeSql.ReadLastRound);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return new JsonObject { ["last_run"] = "" };
        }

        var answer = JsonNode.Parse(rows.GetString(1))!.AsObject();
        answer.Insert(0, "last_run", rows.GetDateTime(0).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return answer;
    }
}
