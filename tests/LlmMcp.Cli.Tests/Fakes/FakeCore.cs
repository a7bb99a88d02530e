using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>A web server on a free port that answers as the test says, and remembers what it was asked.</summary>
internal sealed class FakeCore : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeCore(WebApplication app) => this.app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<FakeCore> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var core = new FakeCore(builder.Build());
        core.app.Use(core.RememberAsync);
        map(core.app);
        await core.app.StartAsync();
        return core;
    }

    public Asked Single(string method, string path) => Requests.Single(request => request.Method == method && request.Path == path);

    public async ValueTask DisposeAsync()
    {
        // Streams that a test left open must not hold up its end.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var text = await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
        context.Request.Body.Position = 0;
        var body = text.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(text) : default;
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new Asked(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? string.Empty, headers, body));
        await next(context);
    }

    internal sealed record Asked(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, JsonElement Body);
}
