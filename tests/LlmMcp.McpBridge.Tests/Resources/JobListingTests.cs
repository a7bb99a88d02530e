using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.Resources;

public sealed class JobListingTests
{
    private const int InvalidParams = -32602;
    private const int InternalError = -32603;

    // The rig fails the test where what Core refuses is logged as a defect of the bridge.
    [Theory]
    [InlineData(StatusCodes.Status400BadRequest, InvalidParams)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, InternalError)]
    public async Task A_page_that_Core_refuses_is_answered_with_its_reason(int status, int code)
    {
        await using var core = await CoreStandIn.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsJsonAsync(new { error = "bad_request", message = "after must be a job's id." });
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);

        var (_, message) = await new RawMcp(bridge.Http).AskAsync(RawMcp.Alone("resources/list", new JsonObject { ["cursor"] = "nonsense" }));

        Assert.Equal(code, (int?)message!["error"]?["code"]);
        Assert.Contains("after must be a job's id.", (string?)message["error"]!["message"], StringComparison.Ordinal);
    }
}
