using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>A request as a fake server saw it.</summary>
internal sealed record SeenRequest(string Path, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>What a fake server answers.</summary>
internal sealed record FakeAnswer(int Status, string Body, int? RetryAfter = null);

/// <summary>A server that keeps what it was sent and answers what the test says.</summary>
internal sealed class FakeWeb : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<SeenRequest> seen = new();

    private bool disposed;

    private FakeWeb(WebApplication app) => this.app = app;

    public string Url { get; private set; } = "";

    /// <summary>Answers; null breaks the connection after the request was read.</summary>
    public Func<SeenRequest, Task<FakeAnswer?>> Answer { get; set; } = static _ => Task.FromResult<FakeAnswer?>(new FakeAnswer(200, "{}"));

    public IReadOnlyList<SeenRequest> Seen => [.. seen];

    public static async Task<FakeWeb> StartAsync(Func<SeenRequest, FakeAnswer?>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var web = new FakeWeb(host);
        if (answer is not null)
        {
            web.Answer = request => Task.FromResult(answer(request));
        }

        host.Run(web.HandleAsync);
        await host.StartAsync();
        web.Url = host.Urls.First();
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            disposed = true;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new SeenRequest(context.Request.Path, await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary(static one => one.Key, static one => one.Value.ToString()));
        seen.Enqueue(request);
        if (await Answer(request) is not { } answer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        if (answer.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = $"{seconds}";
        }

        await context.Response.WriteAsync(answer.Body);
    }
}
