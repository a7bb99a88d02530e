using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>One call of a tool, as far as tools may see it.</summary>
internal sealed class ToolCall(RequestContext<CallToolRequestParams> request)
{
    private const string Anonymous = "mcp";
    private const int LongestSource = 200;

    /// <summary>Whether the caller wants to hear how it goes. One that does may also be waited for longer: each word resets its patience.</summary>
    public bool WantsProgress => request.Params?.ProgressToken is not null;

    /// <summary>What jobs of this caller say they come from: a lane of fairness, and a line in the costs.</summary>
    public string Source { get; } = SourceOf(request.Server.ClientInfo?.Name);

    /// <summary>Identifies the call within its session; null over standard input, whose session has no name, and where calls have none.</summary>
    public (string? Session, RequestId Id) Key => (request.Server.SessionId, request.JsonRpcRequest.Id);

    /// <summary>Tells the caller how it goes, if that was asked for.</summary>
    public Task ReportAsync(ProgressNotificationValue progress, CancellationToken cancellationToken) =>
        request.Params?.ProgressToken is { } token
            ? request.Server.NotifyProgressAsync(token, progress, cancellationToken: cancellationToken)
            : Task.CompletedTask;

    private static string SourceOf(string? client)
    {
        var name = new string([.. (client ?? "").Where(static character => !char.IsControl(character)).Take(LongestSource - Anonymous.Length - 1)]).Trim();
        return name.Length == 0 ? Anonymous : $"{Anonymous}/{name}";
    }
}
