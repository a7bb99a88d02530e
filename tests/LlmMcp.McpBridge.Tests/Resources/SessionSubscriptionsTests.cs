using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.Resources;

public sealed class SessionSubscriptionsTests
{
    [Fact]
    public async Task What_is_over_takes_no_place_in_its_session()
    {
        await using var core = await CoreStandIn.StartAsync(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsJsonAsync(new { error = "not_found" });
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        var mcp = new RawMcp(bridge.Http);
        var session = await mcp.BeginAsync();
        for (var job = 0; job < ResourceUpdates.MostPerSubscriber; job++)
        {
            Assert.True(await SubscribesAsync($"job://{job}"));
        }

        await Eventually.TrueAsync(() => SubscribesAsync("job://another"));

        async Task<bool> SubscribesAsync(string uri) =>
            (await mcp.AskAsync(RawMcp.InSession(session, "resources/subscribe", new JsonObject { ["uri"] = uri }))).Message!["result"] is not null;
    }

    [Fact]
    public async Task What_can_change_keeps_its_place()
    {
        await using var core = await CoreStandIn.StartAsync(static context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        var mcp = new RawMcp(bridge.Http);
        var session = await mcp.BeginAsync();

        for (var job = 0; job <= ResourceUpdates.MostPerSubscriber; job++)
        {
            var (_, message) = await mcp.AskAsync(RawMcp.InSession(session, "resources/subscribe", new JsonObject { ["uri"] = $"job://{job}" }));
            Assert.Equal(job < ResourceUpdates.MostPerSubscriber, message!["error"] is null);
        }
    }
}
