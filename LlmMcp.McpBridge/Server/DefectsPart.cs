using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>Logs failures nobody foresaw. What callers can mend is an answer to them and no line in our log.</summary>
internal sealed class DefectsPart(ILogger<DefectsPart> logger) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        // A tool's failure becomes its result before it gets to the messages.
        options.Filters.Request.CallToolFilters.Add(next => async (request, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (Exception exception) when (IsDefect(exception))
            {
                BridgeLog.Defect(logger, request.Params?.Name ?? RequestMethods.ToolsCall, exception);
                throw;
            }
        });
        options.Filters.Message.IncomingFilters.Add(next => async (context, cancellationToken) =>
        {
            try
            {
                await next(context, cancellationToken);
            }
            catch (Exception exception) when (IsDefect(exception))
            {
                BridgeLog.Defect(logger, (context.JsonRpcMessage as JsonRpcRequest)?.Method ?? "a notification", exception);
                throw;
            }
        });
    }

    /// <summary>
    /// The library's own exceptions are answers, cancellation is a wish, a broken connection is the client's, and JSON that does
    /// not fit the parameters of a method is its caller's mistake.
    /// </summary>
    private static bool IsDefect(Exception exception) =>
        exception is not (McpException or InputRequiredException or OperationCanceledException or IOException or System.Text.Json.JsonException);
}
