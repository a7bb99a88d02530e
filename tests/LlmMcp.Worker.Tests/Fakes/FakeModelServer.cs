using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>A model server that answers as the test says and remembers what it was asked.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeModelServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public static async Task<FakeModelServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new FakeModelServer(builder.Build());
        server._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            server.Requests.Enqueue(new SeenRequest(
                context.Request.Path.Value!,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.Length > 0 ? JsonNode.Parse(body) as JsonObject ?? [] : []));
            await answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Plays a recorded answer.</summary>
    public static Task<FakeModelServer> PlayAsync(string sample, int status = 200, params (string Name, string Value)[] headers) =>
        StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = sample.EndsWith(".ndjson", StringComparison.Ordinal) ? "application/x-ndjson"
                : sample.EndsWith(".sse.txt", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.Body.WriteAsync(Sample.Bytes(sample));
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record SeenRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body);
