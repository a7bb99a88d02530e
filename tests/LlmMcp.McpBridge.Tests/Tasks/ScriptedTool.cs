using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.McpBridge.Tools;
using LlmMcp.McpBridge.Tools.Jobs;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tests.Tasks;

/// <summary>Adds <see cref="ScriptedTool"/>.</summary>
internal sealed class ScriptedPart(CoreHttp core, JobWait wait, TimeProvider time) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        options.ToolCollection ??= [];
        options.ToolCollection.TryAdd(new ScriptedTool(core, wait, time));
    }
}

/// <summary>A tool whose work is a scripted job: its arguments are the script.</summary>
internal sealed class ScriptedTool(CoreHttp core, JobWait wait, TimeProvider time) : McpServerTool, IJobTool
{
    public override Tool ProtocolTool { get; } = new() { Name = "scripted", Description = "Does what it is told", InputSchema = JsonSerializer.SerializeToElement(new { type = "object" }) };

    public override IReadOnlyList<object> Metadata => [];

    public async Task<string> SubmitAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        (await core.PostAsync(CorePaths.Jobs, new { Kind = ScriptedJobs.Kind, Payload = request.Params!.Arguments, MaxAttempts = 1 }, cancellationToken)).Text("job_id")!;

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
        JobReports.Of(await wait.UntilFinalAsync(await SubmitAsync(request, cancellationToken), 60, new JobProgress(new ToolCall(request), null, time), cancellationToken)).ToResult();
}
