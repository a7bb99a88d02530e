using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>Tells the changes of tasks that a client names, each time with the whole task.</summary>
internal sealed class TaskNotices(ITaskSource tasks, ILogger<TaskNotices> logger) : INoticeSource
{
    private const string Ids = "taskIds";
    private const int Most = 100;

    public async ValueTask<Func<NoticeSender, CancellationToken, Task>?> BeginAsync(ListenWish wish, CancellationToken cancellationToken)
    {
        if (wish.Asked[Ids] is not { } asked)
        {
            return null;
        }

        if (!wish.DeclaresTasks)
        {
            throw TaskClients.Undeclared();
        }

        var known = new List<string>();
        foreach (var id in Read(asked))
        {
            if (await tasks.FindAsync(id, cancellationToken) is not null)
            {
                known.Add(id);
            }
        }

        wish.Granted[Ids] = new JsonArray([.. known.Select(static id => (JsonNode)id)]);
        return known.Count == 0 ? null : (send, token) => Task.WhenAll(known.Select(id => TellAsync(id, send, token)));
    }

    private static List<string> Read(JsonNode asked)
    {
        List<string> ids = asked is JsonArray array ? [.. array.OfType<JsonValue>().Select(static one => one.TryGetValue(out string? id) ? id : "").Distinct(StringComparer.Ordinal)] : [];
        return ids.Count is > 0 and <= Most && !ids.Contains("")
            ? ids
            : throw new McpProtocolException($"params.notifications.{Ids} must be 1 to {Most} ids of tasks.", McpErrorCode.InvalidParams);
    }

    private async Task TellAsync(string id, NoticeSender send, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var state in tasks.WatchAsync(id, cancellationToken))
            {
                await send("notifications/tasks", TaskWire.Whole(state), cancellationToken);
            }
        }
        catch (McpException exception)
        {
            // The client may always look by itself; other tasks of the stream go on.
            BridgeLog.TaskLost(logger, id, exception.Message);
        }
    }
}
