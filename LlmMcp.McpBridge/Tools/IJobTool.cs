using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>A tool whose whole work is one job, so that a call of it can be a durable task.</summary>
internal interface IJobTool
{
    /// <summary>Submits the job of a call and returns its id, once Core has committed it.</summary>
    /// <exception cref="ToolRefusedException">The caller can mend it.</exception>
    Task<string> SubmitAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken);
}
