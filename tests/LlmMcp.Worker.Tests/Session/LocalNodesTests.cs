using LlmMcp.Worker.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Sort = LlmMcp.Contracts.V1.WorkerMessage.MessageOneofCase;

namespace LlmMcp.Worker.Tests.Session;

public class LocalNodesTests
{
    [Fact]
    public async Task Core_is_told_what_the_node_beside_the_worker_answers()
    {
        await using var node = await FakeModelServer.StartAsync(static context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/api/version" => """{"version":"0.33.0"}""",
            "/api/tags" => """{"models":[{"name":"hello:latest","digest":"d"}]}""",
            "/api/show" => """{"capabilities":["completion"],"model_info":{"general.architecture":"llama","llama.context_length":8192},"tensors":[1]}""",
            _ => """{"models":[]}""",
        }));
        await using var bench = await SessionBench.StartAsync(localNode: new Uri(node.Url));
        var session = await bench.Core.WelcomedAsync();

        var told = (await session.NextAsync(Sort.LocalNodes)).LocalNodes;

        var local = Assert.Single(told.Nodes);
        Assert.Equal(("ollama", ""), (local.Provider, local.Failure));
        Assert.Equal(["api/version", "api/ps", "api/tags", "api/show"], local.Replies.Select(static reply => reply.Path));
        Assert.Equal("hello:latest", local.Replies[3].Model);
        Assert.Equal("""{"capabilities":["completion"],"model_info":{"llama.context_length":8192}}""", local.Replies[3].BodyJson.ToStringUtf8());
    }

    [Fact]
    public async Task A_model_that_cannot_be_shown_now_does_not_make_its_node_silent()
    {
        await using var node = await FakeModelServer.StartAsync(static context =>
        {
            if (context.Request.Path == "/api/show")
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync(context.Request.Path.Value switch
            {
                "/api/version" => """{"version":"0.33.0"}""",
                "/api/tags" => """{"models":[{"name":"hello:latest","digest":"d"}]}""",
                _ => """{"models":[]}""",
            });
        });
        await using var bench = await SessionBench.StartAsync(localNode: new Uri(node.Url));
        var session = await bench.Core.WelcomedAsync();

        var local = Assert.Single((await session.NextAsync(Sort.LocalNodes)).LocalNodes.Nodes);

        Assert.Equal("", local.Failure);
        Assert.Equal(["api/version", "api/ps", "api/tags"], local.Replies.Select(static reply => reply.Path));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_told_too()
    {
        await using var bench = await SessionBench.StartAsync(localNode: new Uri("http://127.0.0.1:9"));
        var session = await bench.Core.WelcomedAsync();

        var local = Assert.Single((await session.NextAsync(Sort.LocalNodes)).LocalNodes.Nodes);

        Assert.Empty(local.Replies);
        Assert.NotEqual("", local.Failure);
    }
}
