using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.HttpBridge;

/// <summary>Callers who leave, and a Core that does not answer.</summary>
public sealed class LeavingTests
{
    private const string Id = "01900000-0000-7000-8000-000000000000";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData($"/jobs/{Id}/stream")]
    [InlineData("/dashboard")]
    [InlineData($"/jobs/{Id}")]
    public async Task Caller_who_leaves_ends_the_call_behind(string path)
    {
        var (reached, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var core = await CoreStandIn.StartAsync(async context =>
        {
            if (context.Request.Path == "/v1/knowledge")
            {
                await context.Response.WriteAsJsonAsync(new { targets = Array.Empty<string>() });
                return;
            }

            reached.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
            finally
            {
                left.TrySetResult();
            }
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        using var leaving = new CancellationTokenSource();
        var call = bridge.Http.GetAsync(path, leaving.Token);
        await reached.Task.WaitAsync(Patience);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await left.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task One_stream_too_many_is_refused_until_there_is_room()
    {
        // Without a Core a stream stays open for a minute in the hope of one.
        await using var bridge = await BridgeRig.StartAsync(configure: static options => options.MaxStreams = 1);
        using var leaving = new CancellationTokenSource();
        var first = bridge.Http.GetAsync($"/jobs/{Id}/stream", leaving.Token);
        await Eventually.TrueAsync(() => bridge.Get<StreamGate>().Open == 1);

        using var refused = await bridge.Http.GetAsync($"/jobs/{Id}/stream");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("too_many_streams", (await refused.Content.ReadFromJsonAsync<JsonElement>()).Text("error"));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Eventually.TrueAsync(() => bridge.Get<StreamGate>().Open == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_that_is_too_long_is_its_callers_fault_and_not_Cores(bool chunked)
    {
        await using var core = await CoreStandIn.StartAsync(static context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var bridge = await BridgeRig.StartAsync(core.Url, static options => options.MaxBodyBytes = 2_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/llm/request") { Content = new StringContent(new string('x', 3_000)) };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await bridge.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("""{"error":"body_too_large"}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/dashboard")]
    [InlineData($"/jobs/{Id}")]
    public async Task Core_that_is_away_is_502_in_words(string path)
    {
        await using var bridge = await BridgeRig.StartAsync();

        using var answer = await bridge.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("""{"error":"core unavailable: connection refused"}""", await answer.Content.ReadAsStringAsync());
    }
}
