using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>
/// Long work as tasks. A client of 2026-07-28 that declares the extension is given one wherever a tool can; one of 2025-11-25 where
/// it asks. Everybody else waits for the answer.
/// </summary>
internal sealed class TasksPart(ITaskSource tasks) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        options.Capabilities ??= new ServerCapabilities();
        options.Capabilities.Extensions ??= new Dictionary<string, object>();
        options.Capabilities.Extensions[TaskWire.Extension] = new JsonObject();
        options.RequestHandlers ??= [];
        foreach (var handler in new TaskMethods(tasks).Handlers())
        {
            options.RequestHandlers.Add(handler);
        }

        options.Filters.Request.CallToolWithAlternateFilters.Add(CallAsync);
        options.Filters.Message.OutgoingFilters.Add(next => (context, cancellationToken) =>
        {
            Advertise(context, options);
            return next(context, cancellationToken);
        });
    }

    private async ValueTask<ResultOrAlternate<CallToolResult>> CallAsync(
        RequestContext<CallToolRequestParams> request,
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> next,
        CancellationToken cancellationToken)
    {
        var support = tasks.SupportOf(request.MatchedPrimitive as McpServerTool);
        var stateless = TaskClients.IsStateless(request.JsonRpcRequest);
        var wanted = stateless ? TaskClients.Declares(request.JsonRpcRequest) : TaskClients.AsksOlder(request.JsonRpcRequest);
        if (support == TaskSupport.Required && !wanted)
        {
            throw stateless
                ? TaskClients.Undeclared()
                : new McpProtocolException($"{request.Params?.Name} runs as a task only: call it with params.task.", McpErrorCode.MethodNotFound);
        }

        if (support == TaskSupport.Never && wanted && !stateless)
        {
            throw new McpProtocolException($"{request.Params?.Name} does not run as a task: call it without params.task.", McpErrorCode.MethodNotFound);
        }

        return support == TaskSupport.Never || !wanted
            ? await next(request, cancellationToken)
            : await tasks.StartAsync(request, cancellationToken) switch
            {
                TaskStart.Begun begun => stateless ? TaskWire.Created(begun.State) : TaskWire.CreatedOlder(begun.State),
                TaskStart.Answered answered => answered.Result,
                var other => throw new System.Diagnostics.UnreachableException($"{other} is not mapped to an answer."),
            };
    }

    /// <summary>
    /// 2025-11-25 has its own words for what a server can, and for what a tool can; the extension is not of its time. Answers to
    /// <c>initialize</c> and <c>tools/list</c> are known by their shape.
    /// </summary>
    private void Advertise(MessageContext context, McpServerOptions options)
    {
        if (context.JsonRpcMessage is not JsonRpcResponse { Result: JsonObject result } || ProtocolVersions.IsStateless(context.Server.NegotiatedProtocolVersion))
        {
            return;
        }

        if (result["protocolVersion"] is JsonValue version && result["capabilities"] is JsonObject capabilities)
        {
            (capabilities["extensions"] as JsonObject)?.Remove(TaskWire.Extension);
            if (version.TryGetValue(out string? text) && text == ProtocolVersions.November2025)
            {
                capabilities["tasks"] = new JsonObject
                {
                    ["cancel"] = new JsonObject(),
                    ["requests"] = new JsonObject { ["tools"] = new JsonObject { ["call"] = new JsonObject() } },
                };
            }
        }
        else if (context.Server.NegotiatedProtocolVersion == ProtocolVersions.November2025 && result["tools"] is JsonArray tools)
        {
            foreach (var tool in tools.OfType<JsonObject>())
            {
                if (tool["name"]?.GetValue<string>() is { } name
                    && options.ToolCollection is { } all && all.TryGetPrimitive(name, out var known)
                    && tasks.SupportOf(known) is var support && support != TaskSupport.Never)
                {
                    tool["execution"] = new JsonObject { ["taskSupport"] = support == TaskSupport.Required ? "required" : "optional" };
                }
            }
        }
    }
}
