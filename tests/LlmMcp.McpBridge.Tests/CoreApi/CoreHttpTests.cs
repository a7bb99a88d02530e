using System.IO.Pipelines;
using System.Net;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.Testing;
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

    [Fact]
    public async Task Core_that_falls_silent_while_it_refuses_a_stream_is_away()
    {
        var time = new FakeTimeProvider();
        using var http = new CoreHttp(new CoreEndpoint(new Uri("http://127.0.0.1:9/"), null, "test/1"), time, new SilentRefusal());
        var call = http.OpenStreamAsync("v1/jobs/1/stream", null, CancellationToken.None);
        Assert.False(call.IsCompleted);

        time.Advance(CoreHttp.CallLimit);

        var away = await Assert.ThrowsAsync<CoreCallException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
        Assert.Equal(CoreFailureKind.Unreachable, away.Failure.Kind);
    }

    /// <summary>Refuses with headers whose body never comes.</summary>
    private sealed class SilentRefusal : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StreamContent(new Pipe().Reader.AsStream()) });
    }
}
