using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Http;

/// <summary>Why a POST is refused before any server sees it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Error">The JSON-RPC error of the body.</param>
internal sealed record RequestFault(int Status, JsonRpcErrorDetail Error)
{
    public static RequestFault Bad(McpErrorCode code, string message) => Of(StatusCodes.Status400BadRequest, code, message);

    public static RequestFault Of(int status, McpErrorCode code, string message) => new(status, new JsonRpcErrorDetail { Code = (int)code, Message = message });
}
