using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>
/// The methods about tasks. Three exist in both revisions with different answers; <c>tasks/result</c> is of 2025-11-25 alone,
/// <c>tasks/update</c> of 2026-07-28. There is no <c>tasks/list</c>: ids are what protects a task, so they are not handed out.
/// </summary>
internal sealed class TaskMethods(ITaskSource tasks)
{
    private const string IdParameter = "taskId";

    /// <summary>The handlers, for the server's options.</summary>
    public IEnumerable<McpServerRequestHandler> Handlers() =>
    [
        new() { Method = "tasks/get", RoutingNameParameter = IdParameter, Handler = GetAsync },
        new() { Method = "tasks/cancel", RoutingNameParameter = IdParameter, Handler = CancelAsync },
        new() { Method = "tasks/update", RoutingNameParameter = IdParameter, Handler = UpdateAsync },
        new() { Method = "tasks/result", Handler = ResultAsync },
    ];

    private async ValueTask<JsonNode?> GetAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        var stateless = Admit(request);
        var state = await FindAsync(request, cancellationToken);
        return stateless ? TaskWire.Completed(TaskWire.Whole(state)) : TaskWire.Older(state);
    }

    private async ValueTask<JsonNode?> CancelAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        var stateless = Admit(request);
        if (stateless)
        {
            return await tasks.CancelAsync(IdOf(request), cancellationToken) ? TaskWire.Completed() : throw Unknown(request);
        }

        var before = await FindAsync(request, cancellationToken);
        if (before.IsFinal)
        {
            throw new McpProtocolException($"The task {before.Id} has ended already.", McpErrorCode.InvalidParams);
        }

        await tasks.CancelAsync(before.Id, cancellationToken);
        return TaskWire.Older(await FindAsync(request, cancellationToken));
    }

    private async ValueTask<JsonNode?> UpdateAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        if (!Admit(request))
        {
            throw NoSuchMethod(request);
        }

        return (request.Params as JsonObject)?["inputResponses"] is not JsonObject answers
            ? throw new McpProtocolException("params.inputResponses must be an object.", McpErrorCode.InvalidParams)
            : await tasks.AnswerAsync(IdOf(request), answers, cancellationToken) ? TaskWire.Completed() : throw Unknown(request);
    }

    /// <summary>Waits for the end and gives what the call itself would have been answered.</summary>
    private async ValueTask<JsonNode?> ResultAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        if (TaskClients.IsStateless(request))
        {
            throw NoSuchMethod(request);
        }

        TaskState? last = null;
        await foreach (var state in tasks.WatchAsync(IdOf(request), cancellationToken))
        {
            last = state;
        }

        switch (last)
        {
            case null:
                throw Unknown(request);
            case { Result: { } result }:
                var json = (JsonObject)JsonSerializer.SerializeToNode(result, McpJsonUtilities.DefaultOptions)!;
                json["_meta"] = new JsonObject { [TaskWire.RelatedTask] = new JsonObject { [IdParameter] = last.Id } };
                return json;
            case { Error: { } error }:
                throw new McpProtocolException(error.Message, (McpErrorCode)error.Code);
            default:
                throw new McpProtocolException($"The task {last.Id} was cancelled.", McpErrorCode.InternalError);
        }
    }

    /// <summary>Whether the request is of 2026-07-28, whose clients must say that they know tasks.</summary>
    private static bool Admit(JsonRpcRequest request)
    {
        var stateless = TaskClients.IsStateless(request);
        return stateless && !TaskClients.Declares(request) ? throw TaskClients.Undeclared() : stateless;
    }

    private async ValueTask<TaskState> FindAsync(JsonRpcRequest request, CancellationToken cancellationToken) =>
        await tasks.FindAsync(IdOf(request), cancellationToken) ?? throw Unknown(request);

    private static string IdOf(JsonRpcRequest request) =>
        (request.Params as JsonObject)?[IdParameter] is JsonValue value && value.TryGetValue(out string? id) && id.Length is > 0 and <= 200
            ? id
            : throw new McpProtocolException($"params.{IdParameter} must be the id of a task.", McpErrorCode.InvalidParams);

    private static McpProtocolException Unknown(JsonRpcRequest request) =>
        new($"There is no task {IdOf(request)}. Those that ended are removed after their time.", McpErrorCode.InvalidParams);

    private static McpProtocolException NoSuchMethod(JsonRpcRequest request) =>
        new($"The method {request.Method} does not exist in this revision.", McpErrorCode.MethodNotFound);
}
