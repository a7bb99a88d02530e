using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.Tools;

public sealed class JobWaitToolTests
{
    [Fact]
    public async Task A_job_that_is_not_there_is_told_at_once_and_not_when_the_others_have_ended()
    {
        await using var core = await CoreStandIn.StartAsync(async context =>
        {
            if (context.Request.Path != "/v1/jobs/long/stream")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsJsonAsync(new { error = "not_found", message = "There is no job gone." });
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: status\ndata: {\"id\":\"long\",\"status\":\"running\"}\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        var arguments = new JsonObject { ["job_ids"] = new JsonArray("long", "gone"), ["wait_seconds"] = 3_600 };

        var (_, message) = await new RawMcp(bridge.Http).AskAsync(RawMcp.AloneCall("llm_job_wait", arguments)).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.True((bool?)message!["result"]!["isError"], message.ToJsonString());
        Assert.Contains("There is no job gone.", (string?)message["result"]!["content"]![0]!["text"], StringComparison.Ordinal);
    }
}
