using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.Fleet;

/// <summary>A model server that answers what the test wrote down, on a real port.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeNode(WebApplication app) => this.app = app;

    /// <summary>Answers by path; others are 404. Change them at any time.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new();

    /// <summary>The only Host header it answers to; others are refused. Null answers to all.</summary>
    public string? OnlyHost { get; set; }

    /// <summary>It refuses this many more questions.</summary>
    public int Deaf { get; set; }

    /// <summary>Cookies that were sent to it; it hands one out with each answer.</summary>
    public ConcurrentQueue<string> Cookies { get; } = new();

    /// <summary>Generations are answered when it is complete.</summary>
    public Task Generating { get; set; } = Task.CompletedTask;

    /// <summary>Paths asked for so far.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Url => new(app.Urls.First());

    public static async Task<FakeNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var node = new FakeNode(builder.Build());
        node.app.Run(node.AnswerAsync);
        await node.app.StartAsync();
        return node;
    }

    /// <summary>An Ollama with models of the given names and digests.</summary>
    public static async Task<FakeNode> StartOllamaAsync(params string[] models)
    {
        var node = await StartAsync();
        node.Answers["/api/version"] = """{"version":"0.33.0"}""";
        node.SetModels(models);
        node.Answers["/api/ps"] = """{"models":[]}""";
        return node;
    }

    public void SetModels(params string[] models) =>
        Answers["/api/tags"] = $"{{\"models\":[{string.Join(',', models.Select(Line))}]}}";

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path);
        context.Response.Headers.SetCookie = "node=1";
        foreach (var cookie in context.Request.Headers.Cookie.OfType<string>())
        {
            Cookies.Enqueue(cookie);
        }

        if (context.Request.Path == "/api/generate")
        {
            await Generating;
        }

        if (Deaf > 0)
        {
            Deaf--;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (OnlyHost is { } only && context.Request.Headers.Host != only)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (Answers.TryGetValue(context.Request.Path, out var answer))
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static string Line(string model) =>
        $$"""{"name":"{{model}}","size":1000,"digest":"digest-of-{{model}}","details":{"family":"llama","parameter_size":"3.2B"} }""";
}
