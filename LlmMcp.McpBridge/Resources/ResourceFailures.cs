using LlmMcp.Client;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Tools;
using ModelContextProtocol;

namespace LlmMcp.McpBridge.Resources;

/// <summary>Core's refusals as errors of the protocol, with the next step.</summary>
internal static class ResourceFailures
{
    /// <param name="call">The failed call.</param>
    /// <param name="version">The revision its client speaks.</param>
    public static McpProtocolException Of(CoreCallException call, string? version)
    {
        var refusal = ToolFailures.Of(call.Failure);
        return new McpProtocolException($"{refusal.Message} {refusal.Next}", call, CodeOf(call.Failure, version));
    }

    private static McpErrorCode CodeOf(CoreFailure failure, string? version) => failure.Status switch
    {
        // From 2026-07-28 on an unknown resource is an invalid parameter.
        404 when !ProtocolVersions.IsStateless(version) => McpErrorCode.ResourceNotFound,
        >= 400 and < 500 => McpErrorCode.InvalidParams,
        _ => McpErrorCode.InternalError,
    };
}
