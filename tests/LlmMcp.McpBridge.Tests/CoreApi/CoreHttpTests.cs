using LlmMcp.Client;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.CoreApi;

public sealed class CoreHttpTests
{
    [Fact]
    public async Task Core_that_goes_while_it_refuses_a_stream_is_away()
    {
        await using var core = await CoreStandIn.StartAsync(static async context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var http = new CoreHttp(new CoreEndpoint(new Uri(core.Url + "/"), null, "test/1"), TimeProvider.System);

        var away = await Assert.ThrowsAsync<CoreCallException>(() => http.OpenStreamAsync("v1/jobs/1/stream", null, CancellationToken.None));

        Assert.Equal(CoreFailureKind.Unreachable, away.Failure.Kind);
    }
}
